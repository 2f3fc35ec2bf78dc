import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileProblems } from "./file-problems.ts";
import { worded } from "./wording.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-file-"));
});
afterAll(() => rm(folder, { recursive: true }));

const accepted = { extensions: [".apk", ".ipa"], by: "Checks" };

const problemsOf = async (name: string): Promise<readonly string[]> =>
  (await fileProblems({ scope: "checks", input: "appFile", path: join(folder, name), accepted })).map(
    ({ message, suggestion }) =>
      [message, ...(suggestion === undefined ? [] : [suggestion])].map((each) => worded(each)).join(" "),
  );

describe("a file to upload", () => {
  test.each(["app.apk", "APP.IPA"])("%s has no problem", async (name) => {
    await writeFile(join(folder, name), "app");
    expect(await problemsOf(name)).toEqual([]);
  });

  test("may have any extension, if none is named", async () => {
    await writeFile(join(folder, "app.tar"), "app");
    expect(await fileProblems({ scope: "checks", input: "appFile", path: join(folder, "app.tar") })).toEqual([]);
  });

  test.each([
    { name: "none.apk", says: " does not exist. Check the path: it is relative to the working directory." },
    { name: "empty.apk", says: " is empty." },
    { name: "dir.apk", says: " is not a file." },
    { name: "loop.apk", says: " cannot be read: Error: ELOOP" },
    { name: "app.exe", says: " does not end in .apk or .ipa: Checks accepts no other file." },
  ])("$name is refused, by the name of the input: $says", async ({ name, says }) => {
    await writeFile(join(folder, "empty.apk"), "");
    await writeFile(join(folder, "app.exe"), "app");
    await mkdir(join(folder, "dir.apk"), { recursive: true });
    // Even root cannot read a link to itself.
    await symlink(join(folder, "loop.apk"), join(folder, "loop.apk")).catch(() => undefined);
    const [problem = "", ...more] = await problemsOf(name);
    expect(more).toEqual([]);
    expect(problem).toContain(`--app-file (or CHECKS_APP_FILE): "${join(folder, name)}"${says}`);
  });

  test("with two problems is refused with both", async () => {
    expect(await problemsOf("none.exe")).toEqual([
      expect.stringContaining("does not end in"),
      expect.stringContaining("does not exist"),
    ]);
  });
});
