import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { layOutMirrors } from "../../../../scripts/release/lay-out-mirrors.ts";
import { type Agent, type Build, lastMessage, startAgent, step, stepsOf } from "./build.ts";
import { requireJenkinsEngine } from "./engine.ts";

const secret = "s3cret-of-the-proxy";
/** The arguments and variables that the command received. */
interface ReceivedCommand {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const ats = "provider: 'ats', appId: 'SHOP-1', credentials: [ATS_API_TOKEN: 'ats-api-token']";

const credentialsTake =
  "credentials must be a map of ids by variable, such as [ATS_API_TOKEN: '<id of a secret text>'], or a list of bindings, as for withCredentials.";

/** Parameters that are refused, each with what is said about it. */
const refused = [
  ["projectID: 1120", "projectID is not a parameter. Did you mean projectId?"],
  ["maxfailure: 1", "maxfailure is not a parameter. Did you mean maxFailures?"],
  ["colour: 'red'", /colour is not a parameter\.$/],
  ["apiToken: 'x'", "apiToken is a secret: set it as credentials: [ATS_API_TOKEN: '<id of a secret text>']."],
  ["atsApiToken: 'x'", "atsApiToken is a secret: set it as credentials: [ATS_API_TOKEN: '<id of a secret text>']."],
  [
    "credentials: [ATS_APITOKEN: 'x']",
    "credentials: ATS_APITOKEN is not a known variable. Did you mean ATS_API_TOKEN?",
  ],
  ["provider: 'mendix'", /provider must be one of apptest, ats.*, or config the path of a plan file\./],
  ["provider: ''", /provider must be one of apptest, ats/],
  ["provider: null", /provider must be one of apptest, ats/],
  ["config: 'remotest.yaml'", "config is for the runs of a plan file, so it cannot be used with a provider."],
  ["provider: 'ats', startOnly: 'yes'", "startOnly must be true or false."],
  ["attach: 'ats:A/1', startOnly: true", "startOnly starts a run, so it cannot be used with attach."],
  ["provider: 'ats', noWait: true", "noWait is for a run that was started before: set attach to its reference."],
  ["attach: '', noWait: true", "attach is set but blank; leave it out to start a run."],
  ["attach: 'ats:A/1', onUnfinished: 'pass'", "onUnfinished must be error or return."],
  ["shard: ''", "shard is set but empty; leave it out, or give it a value."],
  ["appId: [1, 2]", "appId must be a text."],
  ["callback: 'https://ci.example'", "callback is for apptest only."],
  ["credentials: 'ats-api-token'", credentialsTake],
  ["credentials: ''", credentialsTake],
  ["credentials: ['ats-api-token']", credentialsTake],
  ["credentials: [ATS_API_TOKEN: ['ats-api-token']]", credentialsTake],
  ["attach: '--help'", "attach must not be an option; got --help."],
  ["attach: 'ats:SHOP-1/J-1 --help'", "attach must be a run reference such as apptest:251929; got --help."],
  [
    "attach: 'too-long-see-run.json'",
    "attach must be a run reference such as apptest:251929; got too-long-see-run.json.",
  ],
  ["attach: ''", "attach is set but blank; leave it out to start a run."],
  ["attach: ' '", "attach is set but blank; leave it out to start a run."],
  [
    "attach: 'ats:SHOP-1/J-1 apptest:1', baseUrl: 'https://ats.example'",
    "baseUrl is for one service, but attach names runs of several. For those of a plan, set provider.",
  ],
  [
    `provider: null, attach: 'refs:${"0a".repeat(32)}', baseUrl: 'https://ats.example'`,
    "baseUrl is for one service, but attach names runs of several. For those of a plan, set provider.",
  ],
  ["attach: 'ats:SHOP-1/J-1', callback: 'https://ci.example'", "callback is for apptest only."],
  ["provider: '--help'", "provider must not be an option; got --help."],
  ["name: '--help'", "name must not be an option; got --help."],
  ["onFailedTests: 'ignore'", "onFailedTests must be unstable or error."],
] as const;

/** Calls the step with each refused parameter; only the last error ends the build. */
function callRefused(): string {
  const calls = refused.map(([parameter]) => {
    const [name = ""] = parameter.split(":");
    const others = [...ats.matchAll(/(\w+): (?:'[^']*'|\[[^\]]*\])/g)].filter(([, other]) => other !== name);
    return `remotestRun(${[...others.map(([text]) => text), parameter].join(", ")})`;
  });
  const last = calls.pop() ?? "";
  return step("").replace(
    /def tests[^]*/,
    [...calls.map((call) => `try { ${call} } catch (hudson.AbortException refused) {}`), last].join("\n"),
  );
}

requireJenkinsEngine()("the parameters of remotestRun", () => {
  let checkout: string;
  let agent: Agent;
  beforeAll(async () => {
    checkout = await mkdtemp(join(tmpdir(), "remotest-library-"));
    await layOutMirrors(checkout, ["jenkins-library"]);
  });
  afterAll(() => rm(checkout, { recursive: true, force: true }));
  beforeEach(async () => {
    agent = await startAgent();
  });
  afterEach(() => agent[Symbol.asyncDispose]());
  const build = (jenkinsfile: string, env: Readonly<Record<string, string>> = {}): Promise<Build> =>
    agent.build({
      jenkinsfile,
      library: join(checkout, "jenkins-library"),
      credentials: { "ats-api-token": "demo" },
      env,
    });

  test.for(refused.map((each, index) => [...each, index] as const))(
    "%s is refused before anything runs",
    async ([, message, index]) => {
      const { result, called } = await refusals();
      const said = String(called[index + 1]?.["message"]);
      expect(said).toMatch(/^Remotest: usage\. /);
      if (typeof message === "string") expect(said).toContain(message);
      else expect(said).toMatch(message);
      expect(result).toBe("FAILURE");
      expect(called.map((each) => each.step)).toEqual(["library", ...refused.map(() => "error")]);
    },
  );

  let refusedOnce: Promise<Build> | undefined;
  const refusals = (): Promise<Build> => (refusedOnce ??= build(callRefused()));

  /** Replaces npx and the command: the line goes through a shell, and what arrives is recorded. */
  async function recorder(
    exitCode = 0,
  ): Promise<{ readonly PATH: string; readonly arrived: () => Promise<ReceivedCommand> }> {
    const tools = await mkdtemp(join(agent.workspace, "tools"));
    const file = join(agent.workspace, "arrived.json");
    const programs = {
      npx: '#!/bin/sh\n[ "$1 $2 $3 $5" = "--yes --workspaces=false --script-shell=sh --call" ] && exec sh -c "$6"',
      remotest: `#!${process.execPath}\nconst { argv, env } = process;\nrequire("fs").writeFileSync(${JSON.stringify(file)}, JSON.stringify({ words: argv.slice(2), env }));\nprocess.exit(${exitCode});`,
    };
    for (const [name, text] of Object.entries(programs)) await writeFile(join(tools, name), text, { mode: 0o755 });
    return {
      PATH: `${tools}:${process.env["PATH"]}`,
      arrived: async () => JSON.parse(await readFile(file, "utf8")) as ReceivedCommand,
    };
  }

  const address = `https://user:${secret}@host.example/`;
  test.for([
    ["apptest", "provider: 'apptest'", "callback", { APPTEST_CALLBACK: address }],
    ["apptest", "provider: 'apptest'", "baseUrl", { APPTEST_BASE_URL: address, ATS_BASE_URL: undefined }],
    ["ats", "provider: 'ats'", "baseUrl", { ATS_BASE_URL: address, APPTEST_BASE_URL: undefined }],
    ["an attached run", "attach: 'ats:SHOP-1/J-1'", "baseUrl", { ATS_BASE_URL: address, APPTEST_BASE_URL: undefined }],
    ["ats", "provider: 'ats'", "proxy", { REMOTEST_PROXY: address }],
  ] as const)(
    "%s: a password in %3$s reaches the command, but neither its command line nor the log",
    async ([, whose, parameter, wanted]) => {
      const { PATH, arrived } = await recorder();
      const ended = await build(step(`${whose}, ${parameter}: '${address}'`), { PATH });
      const { words, env } = await arrived();
      for (const [name, value] of Object.entries(wanted)) expect(env[name]).toBe(value);
      expect(words.join(" ")).not.toContain(secret);
      expect(stepsOf(ended, "sh")).toHaveLength(1);
      expect(JSON.stringify(ended)).not.toContain(secret);
    },
  );

  test("an abort waits for the command, which needs a while for its reports", async () => {
    const tools = await mkdtemp(join(agent.workspace, "tools"));
    const programs = {
      npx: `#!${process.execPath}\nconst { argv } = process;\nconst child = require("child_process").spawn("sh", ["-c", argv.at(-1)], { stdio: "inherit" });\nchild.on("exit", (code) => process.exit(code ?? 99));\nprocess.on("SIGTERM", () => child.kill("SIGTERM"));`,
      remotest: `#!${process.execPath}\nprocess.once("SIGTERM", () => setTimeout(() => { require("fs").mkdirSync("reports"); require("fs").writeFileSync("reports/junit.xml", "<testsuites/>"); process.exit(143); }, 1500));\nsetTimeout(() => {}, 60_000);\nprocess.on("SIGTERM", () => {});\nconsole.log("waiting");`,
    };
    for (const [name, text] of Object.entries(programs)) await writeFile(join(tools, name), text, { mode: 0o755 });
    const ended = await agent.build({
      jenkinsfile: step(`${ats}, reportDir: 'reports'`),
      library: join(checkout, "jenkins-library"),
      credentials: { "ats-api-token": "demo" },
      env: { PATH: `${tools}:${process.env["PATH"]}` },
      abortAt: /^waiting$/m,
    });
    expect(ended, ended.log).toMatchObject({ result: "ABORTED" });
    expect(stepsOf(ended, "sh")).toMatchObject([{ status: 143 }]);
    expect(stepsOf(ended, "junit")).toMatchObject([{ found: true }]);
  });

  test("if a command ends without a report, those of an earlier build are in previous/, except run.json", async () => {
    const reports = join(agent.workspace, "remotest-report");
    await mkdir(reports);
    const earlier = ["results.json", "junit.xml", "report.html", "ctrf-report.json", "summary.md", "outputs.env"];
    for (const name of [...earlier, "run.json"]) await writeFile(join(reports, name), "of yesterday");
    const { PATH } = await recorder();
    await build(step("provider: 'ats'"), { PATH });
    expect(await readdir(reports)).toEqual(["previous", "run.json"]);
    expect((await readdir(join(reports, "previous"))).toSorted()).toEqual(earlier.toSorted());
  });

  test("if those of an earlier build cannot be moved, nothing is started, and its failed tests are not those of this build", async () => {
    const reports = join(agent.workspace, "remotest-report");
    await mkdir(reports);
    await writeFile(join(reports, "outputs.env"), "REMOTEST_OUTCOME=failed\n");
    await writeFile(join(reports, ".earlier-reports"), "in the way");
    const { PATH, arrived } = await recorder();
    const ended = await build(step("provider: 'ats'"), { PATH });
    expect(ended, ended.log).toMatchObject({ result: "FAILURE" });
    expect(lastMessage(ended)).toMatch(
      /^Remotest: usage\. The reports of an earlier build in remotest-report cannot be moved/,
    );
    expect(stepsOf(ended, "junit")).toEqual([]);
    await expect(arrived()).rejects.toThrow("ENOENT");
  });

  test.for(["a file in the way", "an empty folder"])(
    "the exit code is that of the command, even if previous/ cannot be made or there is nothing to move: %s",
    async (what) => {
      const reports = join(agent.workspace, "remotest-report");
      await mkdir(join(reports, ".earlier-reports"), { recursive: true });
      if (what === "a file in the way") {
        await writeFile(join(reports, "outputs.env"), "REMOTEST_OUTCOME=passed\n");
        await writeFile(join(reports, "previous"), "");
      }
      const { PATH } = await recorder(4);
      expect(stepsOf(await build(step("provider: 'ats'"), { PATH }), "sh")).toMatchObject([{ status: 4 }]);
    },
  );

  test("resume is the command's own option, because the workspace is kept", async () => {
    const { PATH, arrived } = await recorder();
    await build(step("provider: 'ats', resume: true"), { PATH });
    expect((await arrived()).words).toEqual(["run", "ats", "--resume=true", "--report-dir=remotest-report"]);
  });

  test("null means not set", async () => {
    const { PATH, arrived } = await recorder();
    const nulls = ["reportDir", "onFailedTests", "name", "baseUrl", "proxy", "attach", "callback"];
    const ended = await build(
      step(
        `provider: 'ats', templateId: ['a', null], ${nulls.map((name) => `${name}: null`).join(", ")}, credentials: [ATS_API_TOKEN: 'ats-api-token', ATS_USERNAME: null]`,
      ),
      { PATH },
    );
    const { words, env } = await arrived();
    expect(words).toEqual(["run", "ats", "--report-dir=remotest-report", "--template-id=a"]);
    expect(env).toMatchObject({ ATS_API_TOKEN: "demo" });
    for (const name of ["ATS_BASE_URL", "ATS_USERNAME", "REMOTEST_PROXY"]) expect(env).not.toHaveProperty(name);
    expect(JSON.stringify(ended.called)).not.toContain("null");
    const without = await build(step("provider: 'ats', credentials: null"), { PATH });
    expect(lastMessage(without)).toBe("Remotest: no verdict (exit code 0)");
    expect((await arrived()).words).toEqual(["run", "ats", "--report-dir=remotest-report"]);
  });

  test("an argument arrives unchanged, and the shell does not interpret it", async () => {
    const name = 'it\'s "$(touch pwned)" `touch pwned` ; touch pwned # \\ $HOME\nsecond line\t주문';
    const { PATH, arrived } = await recorder();
    const groovy = `'${name.replaceAll("\\", "\\\\").replaceAll("'", String.raw`\'`).replaceAll("\n", String.raw`\n`)}'`;
    const ended = await build(
      step(`${ats}, name: ${groovy}, templateId: ['a', "b'b"], proxy: 'http://user:${secret}@proxy.example'`),
      { PATH },
    );
    const { words } = await arrived();
    expect(words).toEqual([
      "run",
      "ats",
      `--name=${name}`,
      "--report-dir=remotest-report",
      "--app-id=SHOP-1",
      "--template-id=a",
      "--template-id=b'b",
    ]);
    await expect(readFile(join(agent.workspace, "pwned"))).rejects.toThrow("ENOENT");
    expect(JSON.stringify(ended)).not.toContain(secret);
    // Nothing reported "passed", so the exit code 0 alone is not a pass.
    expect(lastMessage(ended)).toBe("Remotest: no verdict (exit code 0)");
    expect(ended.result).toBe("FAILURE");
  });
});
