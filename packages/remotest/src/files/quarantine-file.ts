import { type QuarantineFile, readQuarantine } from "@remotest/core/flow";
import { readFile, stat } from "node:fs/promises";

/** More than any list of exceptions that people keep up. */
const largestFile = 512 * 1024;

/**
 * Reads the file of `--quarantine`, which is YAML, or JSON as a part of it. Aliases and tags are refused: nobody needs
 * them here, and they are how a file grows beyond what it looks like.
 *
 * @param path relative to the working directory; nothing is read without one
 * @returns the entries, and what is wrong with the file
 */
export async function readQuarantineFile(path: string | undefined): Promise<QuarantineFile> {
  if (path === undefined) return { entries: [], problems: [] };
  const refused = (why: string): QuarantineFile => ({
    entries: [],
    problems: [{ message: `--quarantine (REMOTEST_QUARANTINE) ${path}: ${why}.` }],
  });
  try {
    const found = await stat(path);
    if (!found.isFile()) return refused("it is not a file");
    if (found.size > largestFile) return refused(`it is larger than ${largestFile / 1024} KiB`);
    return await readYaml(path, (await readFile(path, "utf8")).replace(/^\uFEFF/, ""), refused);
  } catch (error) {
    return refused(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readYaml(path: string, text: string, refused: (why: string) => QuarantineFile): Promise<QuarantineFile> {
  const { isSeq, LineCounter, parseDocument } = await import("yaml");
  const lines = new LineCounter();
  // The schema is named, so that no directive in the file makes dates of `until`, or something else of a tag.
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
