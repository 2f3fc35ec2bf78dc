import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as ats from "../stage/fake-ats.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

// One rule for every secret, from a variable or a file: what is added around it is removed, and what cannot be a key is
// refused by name before anything is sent. The token of the workspace is `demo`.

const utf16 = Buffer.from("\uFEFFt0ken-1\r\n", "utf16le");

describe.concurrent("a secret", () => {
  it.each([
    { title: "with a line end", env: { ATS_API_TOKEN: "t0ken-1\n" } },
    { title: "with a byte order mark and blanks", env: { ATS_API_TOKEN: "\uFEFF  t0ken-1\t\r\n" } },
    { title: "in a file, with CRLF", env: { ATS_API_TOKEN: "" }, file: Buffer.from("t0ken-1\r\n") },
    { title: "in a file in UTF-16", env: { ATS_API_TOKEN: "" }, file: utf16 },
    {
      title: "in a file in UTF-16, big-endian",
      env: { ATS_API_TOKEN: "" },
      file: Buffer.from(utf16).swap16(),
    },
  ])("$title is only the key", async ({ env, file }) => {
    let token = "";
    await using service = await ats.fakeAts({
      start: (given) => {
        token = /<AppAPIToken>(.*?)<\/AppAPIToken>/s.exec(given.body)?.[1] ?? "";
        ats.started(given);
      },
    });
    await using space = await openWorkspace(service.url);
    if (file) await writeFile(join(space.path, "token"), file, { mode: 0o600 });
    const more = file ? { ATS_API_TOKEN_FILE: "token" } : {};
    const { code, stderr } = await space.remotest(runArgs("ats", "any"), { env: { ...env, ...more } });
    expect(code, stderr).toBe(0);
    expect(token).toBe("t0ken-1");
  });

  it.each([
    { title: "blanks", env: { ATS_API_TOKEN: " \r\n" }, says: /ATS_API_TOKEN contains only blanks/ },
    { title: "two lines", env: { ATS_API_TOKEN: "t0ken\n-1" }, says: /ATS_API_TOKEN contains a character/ },
    {
      title: "bytes that are not text",
      file: Buffer.from([0x74, 0xff, 0xfe, 0x30]),
      says: /ATS_API_TOKEN_FILE.*not text/,
    },
    {
      title: "UTF-16 without its mark",
      file: Buffer.from("t0ken-1", "utf16le"),
      says: /ATS_API_TOKEN_FILE contains a character/,
    },
    { title: "an empty file", file: Buffer.from(""), says: /ATS_API_TOKEN_FILE.*(?:empty|blanks)/ },
  ])(
    "that is $title is refused: 2, by name, and nothing is sent",
    async ({ env = { ATS_API_TOKEN: "" }, file, says }) => {
      await using service = await ats.fakeAts();
      await using space = await openWorkspace(service.url);
      if (file) await writeFile(join(space.path, "token"), file, { mode: 0o600 });
      const more = file ? { ATS_API_TOKEN_FILE: "token" } : {};
      const { code, stderr } = await space.remotest(runArgs("ats", "any"), { env: { ...env, ...more } });
      expect(code, stderr).toBe(2);
      expect(stderr).toMatch(says);
      expect(stderr).not.toContain("t0ken");
      expect(service.calls.start).toBe(0);
    },
  );
});

describe.concurrent("a proxy", () => {
  it.each([
    { title: "a % that encodes nothing", env: { HTTP_PROXY: "u:10%s3cret@127.0.0.1:9" }, says: /HTTP_PROXY: has a %/ },
    { title: "the same in --proxy", more: ["--proxy", "http://u:10%s3cret@127.0.0.1:9"], says: /--proxy.*has a %/ },
    { title: "another scheme", env: { HTTP_PROXY: "socks5://127.0.0.1:9" }, says: /HTTP_PROXY must be the address/ },
  ])("with $title is refused: 2, by name", async ({ env = {}, more = [], says }) => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    const { code, stderr } = await space.remotest(runArgs("ats", "any", ...more), { env });
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(says);
    expect(stderr).not.toContain("s3cret");
    expect(service.calls.start).toBe(0);
  });

  it("is one of http without a scheme, and is not used for a range in NO_PROXY", async () => {
    await using service = await ats.fakeAts();
    await using space = await openWorkspace(service.url);
    const dead = await space.remotest(runArgs("ats", "any", "--proxy", "127.0.0.1:9", "--timeout", "2s"));
    expect(dead.code, dead.stderr).toBe(3);
    const env = { HTTP_PROXY: "127.0.0.1:9", NO_PROXY: "10.0.0.0/8, 127.0.0.0/8" };
    const { code, stderr } = await space.remotest(runArgs("ats", "any"), { env });
    expect(code, stderr).toBe(0);
  });
});
