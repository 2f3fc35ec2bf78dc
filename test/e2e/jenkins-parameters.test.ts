import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { layOutMirrors } from "../../scripts/lay-out-mirrors.ts";
import { type Agent, type Build, groovyProbe, said, startAgent, step, stepsOf } from "./jenkins-build.ts";
import { requirePeer } from "./peer.ts";

const secret = "s3cret-of-the-proxy";
const ats = "provider: 'ats', appId: 'SHOP-1', credentials: [ATS_API_TOKEN: 'ats-api-token']";

requirePeer("groovy", groovyProbe)("the parameters of remotestRun", () => {
  let checkout: string;
  let agent: Agent;
  beforeAll(async () => {
    checkout = await mkdtemp(join(tmpdir(), "remotest-library-"));
    await layOutMirrors(join(checkout, "packages"), ["jenkins-library"]);
  });
  afterAll(() => rm(checkout, { recursive: true, force: true }));
  beforeEach(async () => {
    agent = await startAgent();
  });
  afterEach(() => agent[Symbol.asyncDispose]());
  const build = (jenkinsfile: string, env: Readonly<Record<string, string>> = {}): Promise<Build> =>
    agent.build({ jenkinsfile, library: checkout, credentials: { "ats-api-token": "demo" }, env });

  test.for([
    ["projectID: 1120", "There is no parameter projectID. Did you mean projectId?"],
    ["maxfailure: 1", "There is no parameter maxfailure. Did you mean maxFailures?"],
    ["colour: 'red'", /There is no parameter colour\.$/],
    ["apiToken: 'x'", "apiToken is a secret: give it as credentials: [ATS_API_TOKEN: '<id of a secret text>']."],
    ["atsApiToken: 'x'", "atsApiToken is a secret: give it as credentials: [ATS_API_TOKEN: '<id of a secret text>']."],
    ["credentials: [ATS_APITOKEN: 'x']", "credentials: there is no ATS_APITOKEN. Did you mean ATS_API_TOKEN?"],
    ["provider: 'mendix'", "provider must be one of apptest, ats."],
    ["appId: [1, 2]", "appId must be a text."],
    ["onFailedTests: 'ignore'", "onFailedTests must be unstable or error."],
  ] as const)("%s is refused before anything is run", async ([parameter, message]) => {
    const [name = ""] = parameter.split(":");
    const others = [...ats.matchAll(/(\w+): (?:'[^']*'|\[[^\]]*\])/g)].filter(([, other]) => other !== name);
    const ended = await build(step([...others.map(([text]) => text), parameter].join(", ")));
    expect(ended.result).toBe("FAILURE");
    if (typeof message === "string") expect(said(ended)).toContain(message);
    else expect(said(ended)).toMatch(message);
    expect(said(ended)).toMatch(/^Remotest: usage\. /);
    expect(stepsOf(ended, "sh")).toEqual([]);
  });

  test("an argument arrives as it is, and the shell reads nothing into it", async () => {
    const name = 'it\'s "$(touch pwned)" `touch pwned` ; touch pwned # \\ $HOME\nsecond line\t주문';
    const tools = await mkdtemp(join(agent.workspace, "tools"));
    const arrived = join(agent.workspace, "arrived.json");
    await writeFile(
      join(tools, "npx"),
      `#!${process.execPath}\nrequire("fs").writeFileSync(${JSON.stringify(arrived)}, JSON.stringify(process.argv.slice(2)))`,
    );
    await chmod(join(tools, "npx"), 0o755);
    const groovy = `'${name.replaceAll("\\", "\\\\").replaceAll("'", String.raw`\'`).replaceAll("\n", String.raw`\n`)}'`;
    const ended = await build(
      step(`${ats}, name: ${groovy}, templateId: ['a', "b'b"], proxy: 'http://user:${secret}@proxy.example'`),
      { PATH: `${tools}:${process.env["PATH"]}` },
    );
    const words = JSON.parse(await readFile(arrived, "utf8")) as string[];
    expect(words.slice(2)).toEqual([
      "run",
      "ats",
      "--app-id=SHOP-1",
      "--template-id=a",
      "--template-id=b'b",
      `--name=${name}`,
      "--report-dir=remotest-report",
    ]);
    await expect(readFile(join(agent.workspace, "pwned"))).rejects.toThrow("ENOENT");
    expect(JSON.stringify(ended)).not.toContain(secret);
    // Nothing said "passed", so the exit code 0 alone is no pass.
    expect(said(ended)).toBe("Remotest: no verdict (exit code 0)");
    expect(ended.result).toBe("FAILURE");
  });
});
