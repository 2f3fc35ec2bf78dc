import fc from "fast-check";
import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { providerNames } from "../providers/load-provider.ts";
import { nameProblems, titleOf } from "./provider-name.ts";
import { filesOf, writeProvider } from "./write-provider.ts";

const taken = providerNames;

describe("the name of a new provider", () => {
  it.each(["a", "my-tests", "checks", "x9", "ats2", "mtax"])("%s is accepted", (name) => {
    expect(nameProblems(name, taken)).toEqual([]);
  });

  it.each([
    { name: "", says: [/empty/] },
    { name: "My Tests", says: [/begin with a letter from a to z/, /consist of/] },
    { name: "9-", says: [/begin/, /end in a hyphen/] },
    { name: "a--b", says: [/two in a row/] },
    { name: "../x", says: [/begin/, /consist/] },
    { name: "a/b", says: [/consist/] },
    { name: "é", says: [/begin/, /consist/] },
    { name: "ats", says: [/differ from the provider ats/] },
    { name: "ats-two", says: [/differ from the provider ats/] },
    { name: "remotest", says: [/must not begin with remotest/] },
    { name: "remotest-x", says: [/must not begin with remotest/] },
    { name: "a".repeat(41), says: [/at most 40/] },
    { name: `A${"_".repeat(50)}-`, says: [/at most 40/, /begin/, /consist/, /end in/] },
  ])("$name is refused, with every reason", ({ name, says }) => {
    expect(nameProblems(name, taken)).toEqual(says.map((each) => expect.stringMatching(each) as string));
  });

  it("that is accepted is a word of a path, a reference and a variable, and everywhere in the files", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (name) => {
        if (nameProblems(name, taken).length > 0) return;
        expect(name).toMatch(/^[a-z][a-z0-9-]*$/);
        expect(titleOf(name)).not.toBe("");
      }),
    );
    const all = Object.entries(filesOf("my-tests")).flat().join("\n");
    expect(all).not.toMatch(/checks/i);
    for (const each of ["my-tests.openapi.yaml", "MY_TESTS_TOKEN", 'title: "My tests"', "`my-tests:${id}`"])
      expect(all).toContain(each);
  });
});

describe("the files of a new provider", () => {
  it.each(["my-checks", "checks-2", "checks"])(
    "%s: the name is put in once, even if it contains the example's",
    (name) => {
      const files = filesOf(name);
      expect(Object.keys(files)).toContain(`${name}.openapi.yaml`);
      expect(files["index.js"]).toContain(`title: ${JSON.stringify(titleOf(name))},`);
      expect(files["package.json"]).toContain(`"description": "${titleOf(name)} as a Remotest provider."`);
    },
  );

  it.each(["null", "true", "no"])("%s is a text in the description of the service", (name) => {
    expect(filesOf(name)[`${name}.openapi.yaml`]).toContain(`title: "${titleOf(name)}"`);
  });

  it("are all written, or none: a failure leaves no half-written folder", async () => {
    const outer = await mkdtemp(join(tmpdir(), "remotest-new-"));
    try {
      // The first file's path is short enough for Linux, and a later one's is not.
      const longest = 4_095 - "/package.json".length;
      let folder = outer;
      while (folder.length < longest) folder = join(folder, "x".repeat(Math.min(200, longest - folder.length - 1)));
      await mkdir(dirname(folder), { recursive: true });
      await expect(writeProvider(folder, "my-tests")).rejects.toMatchObject({ code: "ENAMETOOLONG" });
      expect(await readdir(dirname(folder))).toEqual([]);
    } finally {
      await rm(outer, { recursive: true });
    }
  });
});
