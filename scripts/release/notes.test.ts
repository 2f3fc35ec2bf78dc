import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasNotes, releaseNotes } from "./notes.ts";
import changelog from "./changelog.ts";

describe("the notes of a release", () => {
  let folder: string;
  const add = async (name: string, text: string): Promise<void> => {
    await mkdir(join(folder, name));
    await writeFile(join(folder, name, "package.json"), JSON.stringify({ name }));
    await writeFile(join(folder, name, "CHANGELOG.md"), text);
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "remotest-notes-"));
    await add(
      "remotest",
      "# remotest\n\n## 1.1.0\n\n### Minor Changes\n\n- Both.\n\n  More.\n- Mine.\n\n### Patch Changes\n\n- A fix.\n\n## 1.0.0\n\n### Minor Changes\n\n- Old.\n",
    );
    await add("core", "# core\n\n## 1.1.0\n\n### Minor Changes\n\n- Both.\n\n  More.\n");
    await add("http", "# http\n\n## 1.1.0\n\nNo changes in this release.\n");
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("are the changes of this version, each once, with the packages that have it", () => {
    const [changes] = releaseNotes(folder, "1.1.0").split("\n\n## Files");
    expect(changes).toBe(
      "## New\n\n- **core, remotest**: Both.\n\n  More.\n- **remotest**: Mine.\n\n## Fixed\n\n- **remotest**: A fix.",
    );
  });

  test("say so if there is no change", () => {
    expect(releaseNotes(folder, "1.1.1")).toMatch(/^No change that users notice\./);
    expect([hasNotes(folder, "1.1.0"), hasNotes(folder, "1.1.1")]).toEqual([true, false]);
  });

  test("begin as descriptions of changes, whose lines stay one item", async () => {
    const line = await changelog.getReleaseLine({ summary: "One\ntwo.\n\nThree.\n" });
    expect(line).toBe("- One\n  two.\n\n  Three.");
    expect(await changelog.getDependencyReleaseLine()).toBe("");
  });
});
