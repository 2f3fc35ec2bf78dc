import { describe, expect, test } from "vitest";
import { good, read } from "./inputs.fixture.ts";

describe("a secret", () => {
  test.for([
    { given: "a variable", env: { APPTEST_ACCESS_KEY: "s3cret" } },
    { given: "a variable with blanks around it", env: { APPTEST_ACCESS_KEY: "\uFEFF s3cret\r\n" } },
    { given: "a file, without its last line break", env: { APPTEST_ACCESS_KEY_FILE: "/run/key" } },
  ])("comes from $given, and is known as one", ({ env }) => {
    const config = read({ options: good.options, env, files: { "/run/key": "s3cret\n" } });
    expect(config.problems).toEqual([]);
    expect(config.of("apptest")["accessKey"]).toBe("s3cret");
    expect(config.secrets).toContain("s3cret");
  });

  test.for(["  ", "\uFEFF\r\n", "s3\ncret", "s3\0cret"])("of %j is refused once, and hidden too", (value) => {
    const config = read({ options: good.options, env: { APPTEST_ACCESS_KEY: value } });
    expect(config.problems).toHaveLength(1);
    expect(config.problems[0]?.message).toMatch(/^APPTEST_ACCESS_KEY contains /);
    expect(config.secrets).toContain(value);
  });

  test.for([
    { path: "/run/key", warnings: [] },
    {
      path: "/public/key",
      warnings: ['APPTEST_ACCESS_KEY_FILE: every user of this machine can read "/public/key"; chmod 600 it.'],
    },
  ])("in the file $path is read, with the warnings $warnings", ({ path, warnings }) => {
    const files = { "/run/key": "k3y", "/public/key": "k3y" };
    const config = read({ options: good.options, env: { APPTEST_ACCESS_KEY_FILE: path }, files });
    expect(config.problems).toEqual([]);
    expect(config.of("apptest")["accessKey"]).toBe("k3y");
    expect(config.warnings).toEqual(warnings);
  });

  test("is also the password of a proxy's address", () => {
    const config = read({ ...good, options: { ...good.options, proxy: "http://me:p%40ss@proxy:3128" } });
    expect(config.secrets).toEqual(["p%40ss", "p@ss", "me:p@ss", "s3cret"]);
  });

  test.for([
    {
      given: { APPTEST_ACCESS_KEY_FILE: "/gone" },
      wanted: "APPTEST_ACCESS_KEY_FILE cannot be read: ENOENT.",
    },
    {
      given: { APPTEST_ACCESS_KEY_FILE: "/folder" },
      wanted: 'APPTEST_ACCESS_KEY_FILE: "/folder" cannot be read: it is not a file.',
    },
    { given: { APPTEST_ACCESS_KEY_FILE: "/empty" }, wanted: "APPTEST_ACCESS_KEY_FILE contains only blanks." },
    {
      given: { APPTEST_ACCESS_KEY: "x", APPTEST_ACCESS_KEY_FILE: "/run/key" },
      wanted: "APPTEST_ACCESS_KEY and APPTEST_ACCESS_KEY_FILE are both set; set one of them.",
    },
  ])("$wanted", ({ given, wanted }) => {
    const { problems } = read({
      options: good.options,
      env: given,
      files: { "/empty": "\n", "/run/key": "k", "/folder": "FOLDER" },
    });
    expect(problems.map(({ message }) => message)).toContain(wanted);
  });
});

test.for([
  { title: "both ways at once", env: { APPTEST_ACCESS_KEY: "s3cret", APPTEST_ACCESS_KEY_FILE: "/run/key" } },
  { title: "instead of the path of its file", env: { APPTEST_ACCESS_KEY_FILE: "s3cret" } },
])("a secret given $title is hidden, and not repeated", ({ env }) => {
  const { secrets, problems } = read({ options: good.options, env, files: { "/run/key": "k3y" } });
  expect(secrets).toContain("s3cret");
  expect(JSON.stringify(problems)).not.toContain("s3cret");
});
