import { decodeText, type QuarantineFile, readQuarantine } from "@remotest/core/flow";
import { readFile, stat } from "node:fs/promises";

/** In bytes; more than any list that people maintain. */
const maxFileBytes = 512 * 1024;

/**
 * Reads the file of `--quarantine`: YAML, which includes JSON. Aliases and tags are refused: they are not needed here,
 * and a small file could expand to a huge one with them.
 *
 * @param path relative to the working directory; without a path, nothing is read
 * @returns the entries, and every problem of the file
 */
export async function readQuarantineFile(path: string | undefined): Promise<QuarantineFile> {
  if (path === undefined) return { entries: [], problems: [] };
  const refused = (why: string): QuarantineFile => ({
    entries: [],
    problems: [{ message: ({ optionOrVariable }) => `${optionOrVariable("remotest", "quarantine")} ${path}: ${why}.` }],
  });
  try {
    const found = await stat(path);
    if (!found.isFile()) return refused("it is not a file");
    if (found.size > maxFileBytes) return refused(`it is larger than ${maxFileBytes / 1024} KiB`);
    return await readYaml(path, decodeText(await readFile(path)), refused);
  } catch (error) {
    return refused(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readYaml(path: string, text: string, refused: (why: string) => QuarantineFile): Promise<QuarantineFile> {
  const { isSeq, LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  // The schema is set here, so that no directive in the file can turn `until` into a date object, or interpret a tag.
  const document = parseDocument(text, { lineCounter: lines, schema: "core", prettyErrors: false });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) {
    const { line, col } = lines.linePos(problem.pos[0]);
    return refused(`line ${line}, column ${col}: ${problem.message.replace(/\.$/, "")}`);
  }
  const { contents } = document;
  const items = isSeq(contents) ? contents.items : [];
  return readQuarantine(document.toJS({ maxAliasCount: 0 }), path, (index) => {
    const item = items[index];
    const start = typeof item === "object" && item !== null && "range" in item ? item.range : undefined;
    return Array.isArray(start) && typeof start[0] === "number" ? lines.linePos(start[0]).line : undefined;
  });
}
