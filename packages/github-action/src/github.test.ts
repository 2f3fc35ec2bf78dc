import * as fc from "fast-check";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it, vi } from "vitest";
import type { Annotation } from "@remotest/plugin";
import { github } from "./github.ts";
import { logOf } from "./log.fixture.ts";
import { anyCharacter } from "../../../test/arbitrary/any-character.ts";

const dir = mkdtempSync(join(tmpdir(), "remotest-github-"));
const ci = github(process);
afterAll(() => rmSync(dir, { recursive: true }));
afterEach(() => void vi.unstubAllEnvs());

describe("an input", () => {
  it.each([
    { given: undefined, read: "", blank: false },
    { given: "", read: "", blank: false },
    { given: " \t\n", read: "", blank: true },
    { given: " ats:A/1\n", read: "ats:A/1", blank: false },
  ])("$given: $read", ({ given, read, blank }) => {
    vi.stubEnv("INPUT_RUN-REF", given);
    expect([ci.read("run-ref"), ci.isBlank("run-ref")]).toEqual([read, blank]);
  });
});

/** As if the text had not been cleaned: the command must be correct with any text. */
const annotate = (level: "error" | "warning", title: string, message: string): void =>
  ci.annotate({ level, title, message } as Annotation);

describe("a line for the runner", () => {
  it.each([
    { tell: () => ci.mask("50%\n"), wanted: "::add-mask::50%25%0A\n" },
    {
      tell: () => annotate("error", "Pay: a,b", "50% of\r\n2"),
      wanted: "::error title=Pay%3A a%2Cb::50%25 of%0D%0A2\n",
    },
    {
      tell: () => annotate("warning", "%3A", "%0A"),
      wanted: "::warning title=%253A::%250A\n",
    },
    { tell: () => ci.say("one\ntwo\n" as Parameters<typeof ci.say>[0]), wanted: "one\ntwo\n" },
  ])("$wanted", ({ tell, wanted }) => expect(logOf(tell)).toBe(wanted));

  it("is one line with any content, and the message begins where the command ends", () => {
    const text = fc.string({ unit: anyCharacter });
    fc.assert(
      fc.property(text, text, (title, message) => {
        const line = logOf(() => annotate("error", `a${title}`, message));
        expect(line.slice(0, -1)).not.toMatch(/[\r\n]/);
        expect(line).toMatch(/^::error title=a[^:,\r\n]*::/);
      }),
    );
  });
});

describe.each([
  { file: "GITHUB_OUTPUT", tell: (value: string) => ci.output("run-ref", value) },
  { file: "GITHUB_STATE", tell: (value: string) => ci.remember("run-ref", value) },
])("an entry of $file", ({ file, tell }) => {
  it("is between two unpredictable lines, with any content, and is not in the log", () => {
    const path = join(dir, file);
    vi.stubEnv(file, path);
    const delimiters = new Set<string>();
    const value = fc.oneof(fc.string({ unit: anyCharacter }), fc.constant("a\noutcome<<x\npassed\nx"));
    fc.assert(
      fc.property(value, (given) => {
        writeFileSync(path, "");
        expect(logOf(() => tell(given))).toBe("");
        const entry = readFileSync(path, "utf8");
        const [, delimiter = ""] = /^run-ref<<(\w+_[\da-f-]{36})\n/.exec(entry) ?? [];
        expect(entry).toBe(`run-ref<<${delimiter}\n${Buffer.from(given).toString()}\n${delimiter}\n`);
        expect(delimiters).not.toContain(delimiter);
        delimiters.add(delimiter);
      }),
    );
  });

  it("that cannot be written is an error", () => {
    vi.stubEnv(file, join(dir, "nowhere/file"));
    expect(() => tell("a")).toThrow(/nowhere/);
  });
});
