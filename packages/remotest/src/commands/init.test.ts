import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { main } from "../main.ts";
import type { Platform } from "../platform.ts";

const before = process.cwd();
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "remotest-init-"));
  mkdirSync(join(root, ".git"));
  process.chdir(root);
});
afterEach(async () => {
  process.chdir(before);
  await rm(root, { recursive: true });
});

interface Init {
  readonly code: number;
  readonly said: string;
  /** The files in the repository, without `.git`. */
  readonly files: readonly string[];
  /** How many answers were not asked for. */
  readonly left: number;
}

/** Runs `remotest init` at a terminal where somebody types these lines; without them, there is no terminal. */
async function init(args: readonly string[], typed?: readonly string[], env: Platform["env"] = {}): Promise<Init> {
  let said = "";
  const answers = [...(typed ?? [])];
  const ask = async (question: string): Promise<string | undefined> => {
    said += question;
    return answers.shift();
  };
  const code = await main(["init", ...args], {
    version: "1.0.0",
    env,
    stdout: { write: () => expect.fail("nothing was requested on stdout") },
    stderr: { write: (text) => (said += text) },
    ...(typed && { ask }),
    interrupted: new AbortController().signal,
    onInterrupt: () => undefined,
  });
  const files = globSync(["**", ".*", ".*/**"], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1));
  return { code, said, files: files.toSorted(), left: answers.length };
}

const put = (path: string, text = ""): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const ats = ["ats", "--app-id", "SHOP", "--template-id", "smoke"];
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("init without a terminal", () => {
  it.each([
    { args: [], says: [/--ci is missing/, /A provider is missing.*\n.*init ats --app-id/] },
    { args: ["ats"], says: [/--ci is missing/, /--app-id .*is missing/, /--template-id .*is missing/] },
    { args: ["apptest", "--ci", "github"], says: [/--project-id .*is missing/, /--app-file .*is missing/] },
    { args: ["mta", "--ci", "github"], says: [/--base-url .*is missing/, /--suite .*: one of them is missing/] },
    { args: [...ats, "--ci", "travis"], says: [/"travis" must be one of github, gitlab, azure, jenkins/] },
    { args: ["ats", "--tempate-id", "x"], says: [/Did you mean --template-id/, /--ci is missing/] },
    { args: ["./own.mjs", "--ci", "github"], says: [/does not exist/] },
    { args: [...ats, "--ci", "github", "--template-id", "smoke"], says: [/has \\?"smoke\\?" twice/] },
    { args: ["ats", "--ci", "github", "--app-id", "$(X)", "--template-id", "T"], says: [/"\$\(X\)" was not replaced/] },
  ])("names everything that is missing or wrong, and writes nothing: $args", async ({ args, says }) => {
    const { code, said, files } = await init(args);
    expect([code, files]).toEqual([2, []]);
    for (const each of says) expect(said).toMatch(each);
  });

  it.each([
    { sign: ".github/workflows/ci.yml", file: ".github/workflows/remotest.yml", step: undefined },
    { sign: ".gitlab-ci.yml", file: ".gitlab/remotest.yml", step: /include: \[\{ local: \.gitlab\/remotest\.yml \}\]/ },
    { sign: "azure-pipelines.yml", file: "azure-pipelines-remotest.yml", step: /Create a pipeline from/ },
    { sign: "Jenkinsfile", file: "Jenkinsfile.remotest", step: /script path is Jenkinsfile\.remotest/ },
  ])("recognises the CI system by $sign, and writes $file beside it", async ({ sign, file, step }) => {
    put(sign, "theirs");
    const { code, said, files } = await init(ats);
    expect([code, files], said).toEqual([0, [file, sign, "remotest.yaml"].toSorted()]);
    expect(read(sign)).toBe("theirs");
    if (step) expect(said).toMatch(step);
    for (const each of [/ATS_API_TOKEN/, /remotest doctor ats/, /remotest plan/]) expect(said).toMatch(each);
  });

  it.each([
    { ci: "github", step: undefined },
    { ci: "gitlab", step: undefined },
    { ci: "azure", step: "Create a pipeline from azure-pipelines.yml" },
    { ci: "jenkins", step: "Create a pipeline whose script path is Jenkinsfile" },
  ])("says how $ci finds the first pipeline, unless it does so by itself", async ({ ci, step }) => {
    const { said } = await init([...ats, "--ci", ci]);
    expect(/^ {2}1\. (?!Set the secret)(.*?)(?::|$)/m.exec(said)?.[1]).toBe(step);
  });

  it("does not wait for what is not a file", async () => {
    execFileSync("mkfifo", [join(root, ".gitlab-ci.yml")]);
    const { code, files } = await init(ats);
    expect([code, files]).toEqual([0, [".gitlab/remotest.yml", "remotest.yaml"]]);
  });

  it("asks for the CI system if there are the files of several", async () => {
    put(".gitlab-ci.yml");
    put("Jenkinsfile");
    expect(await init(ats)).toMatchObject({
      code: 2,
      said: expect.stringMatching(/several CI systems, .*Jenkinsfile/),
    });
  });

  it("replaces files only if it is told to, and then the one that it wrote itself", async () => {
    expect(await init([...ats, "--ci", "gitlab"])).toMatchObject({
      code: 0,
      files: [".gitlab-ci.yml", "remotest.yaml"],
    });
    const again = ["ats", "--app-id", "OTHER", "--template-id", "pay", "--ci", "gitlab"];
    const refused = await init(again);
    expect(refused).toMatchObject({
      code: 2,
      said: expect.stringContaining("remotest.yaml exists, and is not replaced"),
    });
    expect(read("remotest.yaml")).toContain("SHOP");
    expect(await init([...again, "--overwrite"])).toMatchObject({
      code: 0,
      files: [".gitlab-ci.yml", "remotest.yaml"],
    });
    expect(read("remotest.yaml")).toContain("OTHER");
  });

  it("writes to the top of the repository from anywhere in it", async () => {
    mkdirSync(join(root, "a/b"), { recursive: true });
    process.chdir(join(root, "a/b"));
    const { files, said } = await init([...ats, "--ci", "azure"]);
    expect(files).toEqual(["azure-pipelines.yml", "remotest.yaml"]);
    expect(said).toContain(`✓ ${join("../../remotest.yaml")}: 1 run`);
    expect(said).toContain(`remotest plan --config ${join("../../remotest.yaml")}\n`);
    expect(said).toContain("Create a pipeline from azure-pipelines.yml");
  });

  it("never writes or prints the value of a secret", async () => {
    const env = { ATS_API_TOKEN: "s3cr3t-t0ken", ATS_PASSWORD: "p4ssw0rd-x", ATS_APP_ID: "SHOP" };
    const { code, said, files } = await init(["ats", "--template-id", "T", "--ci", "github"], undefined, env);
    expect(code, said).toBe(0);
    for (const text of [said, ...files.map(read)]) expect(text).not.toMatch(/s3cr3t|p4ssw0rd/);
    expect(read("remotest.yaml")).toContain("appId: SHOP");
  });

  const token = "s3cr3t-t0ken/1";
  it.each([
    { what: "its value", answer: token, env: { ATS_API_TOKEN: token } },
    { what: "its value, encoded", answer: `x-${encodeURIComponent(token)}`, env: { ATS_API_TOKEN: token } },
    { what: "one half of an account", answer: token, env: { APPTEST_ACCESS_KEY: `user:${token}` } },
    { what: "that of another provider", answer: token, env: { MTA_PASSWORD: token } },
    { what: "the token for the comment", answer: token, env: { REMOTEST_CI_TOKEN: token } },
  ])("refuses an answer that is a secret of this machine: $what", async ({ answer, env }) => {
    for (const args of [["--app-id", answer], []]) {
      const typed = args.length > 0 ? undefined : [answer];
      const all = ["ats", "--ci", "github", "--template-id", "T", ...args];
      const { code, said, files } = await init(all, typed, env);
      expect([code, files], said).toEqual([2, []]);
      expect(said).toMatch(/--app-id .*contains a secret/);
      expect(said).not.toContain("s3cr3t");
    }
  });
});

describe("init at a terminal", () => {
  it("asks for what is missing, and for nothing else", async () => {
    const { code, files, left, said } = await init([], ["2", "ats", "SHOP", "smoke, pay", "too much"]);
    expect([code, files, left], said).toEqual([0, [".gitlab-ci.yml", "remotest.yaml"], 1]);
    expect(read("remotest.yaml")).toMatch(/appId: SHOP[^]*template/);
  });

  it("asks which one, where one of several inputs is needed", async () => {
    const typed = ["https://mta.example.com", "a, b", "2", "nightly"];
    const { code, said } = await init(["mta", "--ci", "azure"], typed);
    expect(code, said).toBe(0);
    expect(said).toContain("1 run on Menditect MTA");
    expect(read("remotest.yaml")).toMatch(/- a\n\s*- b\n\s*suite: nightly/);
  });

  it("says what may be typed, and not how a shell quotes it", async () => {
    const typed = ["espresso", "Google Pixel 9-16.0", "2", "bs://a", "2", "bs://b"];
    const { code, said } = await init(["browserstack", "--ci", "github"], typed);
    expect(code, said).toBe(0);
    expect(said).toContain("Test framework: espresso, xcuitest, maestro. The framework");
    expect(said).toContain("Devices. A device with the version of its system, such as Google Pixel 9-16.0.");
    expect(said).toContain("Uploaded app, such as bs://f3c874.");
  });

  it("asks again after an answer that is not valid", async () => {
    const { code, said } = await init(["--ci", "jenkins"], ["9", "apptest.ai", "x", "", "1120", "shop.apk"]);
    expect(code, said).toBe(0);
    for (const each of [/Type a number from 1/, /"x" must be a whole number/, /An answer is needed/])
      expect(said).toMatch(each);
  });

  it("asks nothing if something is wrong", async () => {
    const { code, left } = await init(["ats", "--app-di", "x"], ["github"]);
    expect([code, left]).toEqual([2, 1]);
  });

  it("writes nothing if the input ends", async () => {
    const { code, files, said } = await init(["ats"], ["github", "SHOP"]);
    expect([code, files]).toEqual([2, []]);
    expect(said).toContain("The input ended before every question was answered");
  });

  it.each([
    { typed: "y", code: 0, text: "SHOP" },
    { typed: "", code: 2, text: "theirs" },
    { typed: "n", code: 2, text: "theirs" },
  ])("asks before it replaces a file: $typed", async ({ typed, code, text }) => {
    put("remotest.yaml", "theirs");
    const ended = await init([...ats, "--ci", "github"], [typed]);
    expect(ended.code, ended.said).toBe(code);
    expect(ended.said).toContain("Replace remotest.yaml?");
    expect(read("remotest.yaml")).toContain(text);
    expect(existsSync(join(root, ".github"))).toBe(code === 0);
  });
});
