import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { worded } from "@remotest/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readQuarantineFile } from "./quarantine-file.ts";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "remotest-quarantine-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

async function read(content: string | Buffer): ReturnType<typeof readQuarantineFile> {
  const path = join(dir, "quarantine.yaml");
  await writeFile(path, content);
  return readQuarantineFile(path);
}

const entry = { case: "Pixel *", reason: "SHOP-12", until: "2026-12-31" };

describe("the quarantine file", () => {
  it("is a list in YAML, in which a date needs no quotes, and entries know their lines", async () => {
    const yaml = `# What fails for now
- case: Pixel *
  reason: SHOP-12
  until: 2026-12-31

- {case: "Order [1] (a/b): é", suite: Shop, reason: 'it is "odd"', until: "2027-01-31"}
`;
    expect(await read(yaml)).toEqual({
      entries: [
        { ...entry, place: "entry 1 (line 2)" },
        {
          case: "Order [1] (a/b): é",
          suite: "Shop",
          reason: 'it is "odd"',
          until: "2027-01-31",
          place: "entry 2 (line 6)",
        },
      ],
      problems: [],
    });
  });

  it.each([
    { what: "JSON", content: JSON.stringify([entry], null, 2), line: 2 },
    {
      what: "a byte order mark and Windows' line ends",
      content: `\uFEFF- case: Pixel *\r\n  reason: SHOP-12\r\n  until: 2026-12-31\r\n`,
      line: 1,
    },
    {
      what: "YAML 1.1, which has dates",
      content: `%YAML 1.1\n---\n- case: Pixel *\n  reason: SHOP-12\n  until: 2026-12-31\n`,
      line: 3,
    },
  ])("may be $what", async ({ content, line }) => {
    expect(await read(content)).toEqual({ entries: [{ ...entry, place: `entry 1 (line ${line})` }], problems: [] });
  });

  it.each(["", "# nothing any more\n", "[]"])("may be empty: %j", async (content) => {
    expect(await read(content)).toEqual({ entries: [], problems: [] });
  });

  it("is optional", async () => {
    expect(await readQuarantineFile(undefined)).toEqual({ entries: [], problems: [] });
  });

  const bomb = ["- &a [x, x, x, x, x, x, x, x, x]"];
  for (let level = 0; level < 12; level++) {
    const [name, before] = [String.fromCodePoint(98 + level), String.fromCodePoint(97 + level)];
    bomb.push(`- &${name} [${Array(9).fill(`*${before}`).join(", ")}]`);
  }
  it.each([
    { what: "invalid YAML", content: "- case: [", says: /line 1, column \d+: / },
    { what: "the same key twice", content: "- case: a\n  case: b", says: /line 2.*unique/ },
    { what: "two documents", content: "- a\n---\n- b", says: /multiple documents/ },
    { what: "aliases", content: "- &a {case: x}\n- *a", says: /alias/i },
    { what: "aliases that multiply", content: bomb.join("\n"), says: /alias/i },
    { what: "a custom tag", content: "- case: !evil x\n  reason: r\n  until: 2026-12-31", says: /tag/i },
    {
      what: "a tag that makes no text",
      content: '- case: !!int "5"\n  reason: r\n  until: 2026-12-31',
      says: /is not text/,
    },
    {
      what: "a prototype",
      content: "- __proto__: {case: a}\n  reason: r\n  until: 2026-12-31",
      says: /"__proto__", which is not a key of an entry/,
    },
    {
      what: "a merge key",
      content: "- <<: {case: a}\n  reason: r\n  until: 2026-12-31",
      says: /"<<", which is not a key of an entry/,
    },
    { what: "lists as deep as the file is long", content: "[".repeat(200_000), says: /./ },
    { what: "more than 512 KiB", content: "#".repeat(512 * 1024 + 1), says: /larger than 512 KiB/ },
    { what: "bytes that are not text", content: Buffer.from([0xff, 0xfe, 0x00, 0x80]), says: /./ },
  ])("is refused with $what", { timeout: 30_000 }, async ({ content, says }) => {
    const { entries, problems } = await read(content);
    expect(entries).toEqual([]);
    expect(problems.map(({ message }) => worded(message)).join("\n")).toMatch(says);
    expect(({} as { case?: string }).case).toBeUndefined();
  });

  it.each([
    { what: "is missing", path: () => join(dir, "none.yaml"), says: /ENOENT/ },
    { what: "is a directory", path: () => dir, says: /it is not a file/ },
    { what: "never ends", path: () => "/dev/zero", says: /it is not a file/ },
  ])("is refused if it $what", async ({ path, says }) => {
    const { problems } = await readQuarantineFile(path());
    expect(problems.map(({ message }) => worded(message))).toEqual([expect.stringMatching(says)]);
    expect(worded(problems[0]?.message ?? "")).toMatch(/^--quarantine \(or REMOTEST_QUARANTINE\) /);
  });
});
