import { posix, win32 } from "node:path";
import { describe, expect, it } from "vitest";
import { portablePath, quotedPath } from "./portable-path.ts";

describe("a path for other programs", () => {
  it.each([
    { title: "a relative one", given: String.raw`rep\two`, path: "rep/two" },
    { title: "with both separators", given: String.raw`rep\two/three`, path: "rep/two/three" },
    { title: "with a drive", given: String.raw`C:\builds\41\remotest-report`, path: "C:/builds/41/remotest-report" },
    { title: "a drive alone", given: "R:\\", path: "R:/" },
    { title: "on a server", given: String.raw`\\build.example\share\rep`, path: "//build.example/share/rep" },
    { title: "of any length", given: String.raw`\\?\C:\builds\rep`, path: "C:/builds/rep" },
    { title: "of any length on a server", given: String.raw`\\?\UNC\host\share\rep`, path: "//host/share/rep" },
  ])("from Windows, $title, is the same path with forward slashes", ({ given, path }) => {
    expect(portablePath(given, win32.sep)).toBe(path);
    expect(portablePath(path, win32.sep)).toBe(path);
  });

  it("from another system stays as it is: a backslash is part of a name", () => {
    expect(portablePath(String.raw`/tmp/a\b`, posix.sep)).toBe(String.raw`/tmp/a\b`);
  });

  it("is quoted for people without doubled backslashes", () => {
    expect(quotedPath(String.raw`C:\a "b"`, win32.sep)).toBe(String.raw`"C:/a \"b\""`);
    expect(quotedPath("/tmp/a", posix.sep)).toBe('"/tmp/a"');
  });
});
