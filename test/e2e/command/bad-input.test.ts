import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ListeningServer, listen } from "../stage/fake-service.ts";
import { openWorkspace, runArgs, startArgs, type Workspace } from "../stage/workspace.ts";

let service: ListeningServer;
beforeAll(async () => {
  service = await listen(createServer());
});
afterAll(async () => {
  expect(service.connections(), "connections made for command lines that were refused").toBe(0);
  await service[Symbol.asyncDispose]();
});
const workspace = (): Promise<Workspace> => openWorkspace(service.url);

describe.concurrent("every problem is reported together, and nothing is sent", () => {
  const rows: readonly {
    title: string;
    args: readonly string[];
    env?: Record<string, string>;
    says: readonly (string | RegExp)[];
  }[] = [
    {
      title: "apptest with every option wrong",
      args: [
        "run apptest more --project-id 0 --app-file shop.exe --time-limit 31 --use-vo=perhaps --callback ftp://x",
        "--os-type Symbian --scenario-id -1 --source-type magic --timeout 5 --poll-interval 1ms --rerun-failed many",
        "--fail-on sometimes --max-failures 101% --ca-file none.pem --proxy socks:x --report-dirr x --app-id SHOP",
      ].flatMap((line) => line.split(" ")),
      env: { APPTEST_LOGIN_ID: "tester", APPTEST_ACCESS_KEY: "", APPTEST_USER_ID: "" },
      says: [
        '"more" is not expected here',
        /--project-id \(or APPTEST_PROJECT_ID\).*"0"/,
        /--app-file \(or APPTEST_APP_FILE\).*\.ipa, \.zip, \.app, \.apk, \.xapk or \.apks/,
        /--app-file \(or APPTEST_APP_FILE\).*does not exist/,
        /--time-limit \(or APPTEST_TIME_LIMIT\).*5 to 30/,
        /--use-vo \(or APPTEST_USE_VO\).*true or false/,
        /--callback \(or APPTEST_CALLBACK\).*http/,
        /--os-type \(or APPTEST_OS_TYPE\).*must be one of/,
        /--scenario-id/,
        /--source-type \(or APPTEST_SOURCE_TYPE\).*must be one of/,
        /--timeout \(or REMOTEST_TIMEOUT\).*90s, 45m or 2h/,
        /--poll-interval \(or REMOTEST_POLL_INTERVAL\).*100ms/,
        /--rerun-failed \(or REMOTEST_RERUN_FAILED\)/,
        /--fail-on \(or REMOTEST_FAIL_ON\).*failed, error, never/,
        /--max-failures \(or REMOTEST_MAX_FAILURES\)/,
        /--ca-file \(or REMOTEST_CA_FILE\).*none\.pem/,
        /--proxy \(or REMOTEST_PROXY\)/,
        "Did you mean --report-dir?",
        "--app-id is an option of ats, not of apptest",
        /APPTEST_USER_ID and APPTEST_ACCESS_KEY/,
        /APPTEST_LOGIN_PW/,
      ],
    },
    {
      title: "apptest with nothing at all",
      args: ["run", "apptest"],
      env: { APPTEST_PROJECT: "12" },
      says: ["Did you mean APPTEST_PROJECT_ID?", /--app-file \(or APPTEST_APP_FILE\) is missing/],
    },
    {
      title: "ats with nothing at all",
      args: ["run", "ats"],
      env: { ATS_API_TOKEN: "", ATS_TOKEN: "secret" },
      says: [
        /--app-id \(or ATS_APP_ID\) is missing/,
        /--template-id \(or ATS_TEMPLATE_ID\) is missing/,
        /ATS_API_TOKEN \(or ATS_API_TOKEN_FILE\) is missing/,
      ],
    },
    { title: "a value is missing", args: [...runArgs("ats", "pass"), "--name"], says: ["--name needs a value"] },
    {
      title: "the next option instead of a value",
      args: ["run", "ats", "--app-id", "--template-id", "x"],
      says: ["--app-id needs a value", "--app-id=<value>"],
    },
    {
      title: "--help instead of a value, such as a commit's subject",
      args: [...runArgs("ats", "pass").filter((word) => word !== "pass"), "--help"],
      says: ["--template-id needs a value", "--name needs a value"],
    },
    {
      title: "--help as the value of an option that does not exist",
      args: [...runArgs("ats", "pass"), "--nmae", "--help"],
      says: ["--nmae is not an option here", "Did you mean --name?"],
    },
    {
      title: "--help after the words of a value without quotes",
      args: [...runArgs("ats", "pass"), "the", "cart", "--help"],
      says: ['"the" is not expected here', '"cart" is not expected here'],
    },
    { title: "--help=false", args: [...runArgs("ats", "pass"), "--help=false"], says: ["--help takes no value"] },
    { title: "--no-help", args: [...runArgs("ats", "pass"), "--no-help"], says: ["--no-help is not an option here"] },
    { title: "-vh", args: [...runArgs("ats", "pass"), "-vh"], says: ["--v is not an option here"] },
    { title: "--help with an unknown provider", args: ["run", "atss", "--help"], says: ["Did you mean ats?"] },
    {
      title: "one value given twice",
      args: [...runArgs("ats", "pass"), "--app-id", "B"],
      says: ["--app-id is given 2 times"],
    },
    {
      title: "an address with a password",
      args: [...runArgs("ats", "pass"), "--base-url", "https://user:hunter22@example.com"],
      says: ["--base-url (or ATS_BASE_URL)", "must not contain a user or a password"],
    },
    {
      title: "options of the gate for a command without a gate",
      args: ["start", ...startArgs("ats", "pass"), "--max-failures", "1", "--poll-interval", "1s"],
      says: ["--max-failures is for the command that waits", "--poll-interval is for the command that waits"],
    },
  ];

  it.each(rows)("$title", async ({ args, env = {}, says }) => {
    await using space = await workspace();
    const { code, stdout, stderr } = await space.remotest(args, { env });
    expect(code, stderr).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("nothing was sent");
    for (const text of says)
      if (typeof text === "string") expect(stderr).toContain(text);
      else expect(stderr).toMatch(text);
    expect(await space.reports(), "a report directory for nothing").toEqual([]);
  });
});

describe.concurrent("the app file", () => {
  it.each(["shop.exe", "shop", "shop.apk.bak", "shop.tar.gz", "apk", ".apk"])("%s is refused", async (name) => {
    await using space = await workspace();
    await writeFile(join(space.path, name), "an app");
    const { code, stderr } = await space.remotest(["run", "apptest", "--project-id", "509", "--app-file", name]);
    expect(code).toBe(2);
    expect(stderr).toContain(".ipa, .zip, .app, .apk, .xapk or .apks");
  });

  it("that is a directory, or empty, is refused", async () => {
    await using space = await workspace();
    await mkdir(join(space.path, "dir.app"));
    await writeFile(join(space.path, "empty.apk"), "");
    for (const [file, says] of [
      ["dir.app", "is not a file"],
      ["empty.apk", "is empty"],
    ] as const) {
      const { code, stderr } = await space.remotest(["run", "apptest", "--project-id", "509", "--app-file", file]);
      expect({ code, said: stderr.includes(says) }, stderr).toEqual({ code: 2, said: true });
    }
  });
});

describe.concurrent("files and directories that cannot be used", () => {
  it("a report directory that is a file", async () => {
    await using space = await workspace();
    await writeFile(join(space.path, "taken"), "");
    for (const command of ["run", "start"]) {
      const { code, stderr } = await space.remotest([command, ...startArgs("ats", "pass"), "--report-dir", "taken"]);
      expect(code).toBe(2);
      expect(stderr).toMatch(/--report-dir.*REMOTEST_REPORT_DIR.*taken/);
    }
  });

  // A link to itself is unusable, even for root.
  it("a report directory that cannot be written, an authority that cannot be read", async () => {
    await using space = await workspace();
    await symlink("loop", join(space.path, "loop"));
    const { code, stderr } = await space.remotest(runArgs("ats", "pass", "--report-dir", "loop/reports"));
    expect(code).toBe(2);
    expect(stderr).toContain("--report-dir");
    expect((await space.remotest(runArgs("ats", "pass", "--ca-file", "loop"))).code).toBe(2);
  });

  it.each(["directory", "no certificate", "missing"])("--ca-file: %s", async (kind) => {
    await using space = await workspace();
    const file = join(space.path, "ca.pem");
    if (kind === "directory") await mkdir(file);
    if (kind === "no certificate") await writeFile(file, "not a certificate");
    const { code, stderr } = await space.remotest(runArgs("ats", "pass", "--ca-file", "ca.pem"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/--ca-file \(or REMOTEST_CA_FILE\): "ca\.pem"/);
  });

  it.each([
    { title: "missing", file: undefined, says: /ATS_API_TOKEN_FILE cannot be read: ENOENT/ },
    { title: "empty", file: "", says: /ATS_API_TOKEN_FILE: "token" is empty/ },
    { title: "a line end only", file: "\n", says: /ATS_API_TOKEN_FILE contains only blanks/ },
  ])("a secret's file that is $title", async ({ file, says }) => {
    await using space = await workspace();
    if (file !== undefined) await writeFile(join(space.path, "token"), file);
    const env = { ATS_API_TOKEN: "", ATS_API_TOKEN_FILE: "token" };
    const { code, stderr } = await space.remotest(runArgs("ats", "pass"), { env });
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });

  it("a secret and its file both set", async () => {
    await using space = await workspace();
    await writeFile(join(space.path, "token"), "tok-1234567");
    const { code, stderr } = await space.remotest(runArgs("ats", "pass"), { env: { ATS_API_TOKEN_FILE: "token" } });
    expect(code).toBe(2);
    expect(stderr).toContain("ATS_API_TOKEN and ATS_API_TOKEN_FILE are both set");
    expect(stderr).not.toContain("tok-1234567");
  });
});

describe.concurrent("a secret on the command line is refused, and not repeated", () => {
  const secret = "s3cr3t-Value+77";
  it.each([
    { service: "ats", option: "--api-token", variable: "ATS_API_TOKEN" },
    { service: "ats", option: "--password", variable: "ATS_PASSWORD" },
    { service: "apptest", option: "--access-key", variable: "APPTEST_ACCESS_KEY" },
    { service: "apptest", option: "--user-id", variable: "APPTEST_USER_ID" },
    { service: "apptest", option: "--login-pw", variable: "APPTEST_LOGIN_PW" },
  ] as const)("$option", async ({ service: name, option, variable }) => {
    await using space = await workspace();
    for (const given of [[option, secret], [`${option}=${secret}`]]) {
      const { code, stdout, stderr } = await space.remotest(runArgs(name, "pass", ...given, "--verbose", "--json"));
      expect(code).toBe(2);
      expect(stderr).toContain(`${option} is a secret`);
      expect(stderr).toContain(`Set ${variable}, or ${variable}_FILE`);
      expect(stdout + stderr).not.toContain(secret);
    }
  });
});
