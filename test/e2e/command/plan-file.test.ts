import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { until } from "../stage/command.ts";
import { type ListeningServer, listen } from "../stage/fake-service.ts";
import { openSandbox } from "../stage/killing.ts";
import { openWorkspace, type Service, startArgs, type Workspace } from "../stage/workspace.ts";

const planFile = (space: Workspace, text: string, name = "remotest.yaml"): Promise<void> =>
  writeFile(join(space.path, name), text);

const several = `version: 1
defaults: { pollInterval: 100ms, with: { appId: "\${env.APP:-SHOP}" } }
concurrency: 2
runs:
  - name: shop \${matrix.template}
    provider: ats
    with: { templateId: "\${matrix.template}" }
    matrix: { template: [pass-1, pass-2, pass-3] }
  - name: forgiving
    provider: ats
    with: { templateId: fail }
    gate: { maxFailures: 100% }
  - name: beta fail
    provider: apptest
    with: { projectId: 1120, appFile: shop.apk }
    gate: { blocking: false }
`;

interface Result {
  readonly verdict: string;
  readonly exitCode: number;
  readonly runs: readonly {
    readonly name: string;
    readonly provider: string;
    readonly verdict: string;
    readonly ref: string;
  }[];
  readonly warnings: readonly string[];
}

describe.concurrent("a plan of several providers", () => {
  it("is one report and one verdict, by the gate of each run", async () => {
    await using sandbox = await openSandbox(100);
    await using space = await openWorkspace(sandbox.url);
    await planFile(space, several);
    const { code, stdout, stderr } = await space.remotest(["run", "--json"]);
    expect(code, stderr).toBe(0);
    const result = JSON.parse(stdout) as Result;
    expect(result.runs.map(({ name, provider, verdict }) => [name, provider, verdict])).toEqual([
      ["shop pass-1", "ats", "passed"],
      ["shop pass-2", "ats", "passed"],
      ["shop pass-3", "ats", "passed"],
      ["forgiving", "ats", "passed"],
      ["beta fail", "apptest", "failed"],
    ]);
    expect(result.warnings).toEqual([expect.stringContaining("beta fail does not stop the pipeline")]);
    expect(stderr).toContain("[shop pass-2] Passed");
    expect(sandbox.starts()).toBe(5);
    const stored = JSON.parse((await space.report("results.json")) ?? "") as { runs: { blocking?: boolean }[] };
    expect(stored.runs.map(({ blocking }) => blocking)).toEqual([undefined, undefined, undefined, undefined, false]);
  });

  it("ends with the worst verdict if any other run fails, and a run that cannot be started stops no other", async () => {
    await using sandbox = await openSandbox(100);
    await using space = await openWorkspace(sandbox.url);
    await planFile(space, several.replace("100%", "0").replace("pass-2", "maintenance"));
    const { stdout, code } = await space.remotest(["run", "--json"]);
    const { runs } = JSON.parse(stdout) as Result;
    expect(runs.map(({ verdict }) => verdict)).toEqual(["passed", "unknown-start", "passed", "failed", "failed"]);
    expect(code).toBe(5);
  });

  it("takes the runs that --run picks", async () => {
    await using sandbox = await openSandbox(100);
    await using space = await openWorkspace(sandbox.url);
    await planFile(space, several, "nightly.yaml");
    const { code, stdout } = await space.remotest(["run", "--config", "nightly.yaml", "--run", "shop*-?", "--json"]);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Result).runs).toHaveLength(3);
    const none = await space.remotest(["run", "--config", "nightly.yaml", "--run", "web*"]);
    expect(none.code).toBe(2);
    expect(none.stderr).toContain('--run: "web*" matches no run of nightly.yaml.');
    expect(none.stderr).toContain("Its runs: shop pass-1, shop pass-2");
    expect(sandbox.starts()).toBe(3);
  });

  it("waits for the runs of an earlier process with --resume, and starts none again", async () => {
    await using sandbox = await openSandbox(1);
    await using space = await openWorkspace(sandbox.url);
    await planFile(space, several);
    const first = space.launch(["run"]);
    const known = async (): Promise<number> => (await space.ledger()).filter(({ ref }) => ref !== null).length;
    await until(async () => (await known()) === 5, "all runs are started");
    first.kill("SIGTERM");
    expect((await first.ended).code).toBe(143);
    const { code, stderr } = await space.remotest(["run", "--resume", "--timeout", "1s", "--quiet"]);
    expect(code, stderr).toBe(4);
    expect(sandbox.starts()).toBe(5);
  });
});

describe.concurrent("a plan file", () => {
  it("with mistakes sends nothing, and moves yesterday's reports aside, even those of the directory that it names", async () => {
    await using service: ListeningServer = await listen(createServer());
    await using space = await openWorkspace(service.url);
    await planFile(space, `version: 1\ndefaults: { reportDir: out, tiemout: 5m }\nruns: [{ provider: ats }]\n`);
    await using sandbox = await openSandbox(100);
    await space.remotest(["run", ...startArgs("ats", "pass"), "--report-dir", "out", "--poll-interval", "100ms"], {
      env: { ATS_BASE_URL: sandbox.url },
    });
    expect(existsSync(join(space.path, "out/junit.xml"))).toBe(true);
    const { code, stderr } = await space.remotest(["run"]);
    expect(code).toBe(2);
    expect(stderr).toContain("remotest.yaml:2:29: tiemout is not a key of defaults.\n  → Did you mean timeout?");
    expect(stderr).toContain("remotest.yaml:3:8: appId (or ATS_APP_ID) is missing.");
    expect(stderr).toContain("docs/plan-file.md explains remotest.yaml");
    expect(existsSync(join(space.path, "out/junit.xml"))).toBe(false);
    expect(service.connections()).toBe(0);
  });

  it("is printed by remotest plan without secrets or a network, as a table or as JSON", async () => {
    await using service: ListeningServer = await listen(createServer());
    await using space = await openWorkspace(service.url);
    await planFile(space, several);
    const noSecrets = { env: { ATS_API_TOKEN: "", APPTEST_USER_ID: "", APPTEST_ACCESS_KEY: "" } };
    const table = await space.remotest(["plan"], noSecrets);
    expect(table.stdout.split("\n").slice(0, 3)).toEqual([
      "NAME         PROVIDER  OPTIONS",
      "shop pass-1  ats       appId=SHOP templateId=pass-1 pollInterval=100ms",
      "shop pass-2  ats       appId=SHOP templateId=pass-2 pollInterval=100ms",
    ]);
    expect(table.stdout).toMatch(/5 runs\n$/);
    const json = await space.remotest(["plan", "--format", "json", "--run", "beta*"], noSecrets);
    expect(JSON.parse(json.stdout)).toMatchObject({
      runs: [{ name: "beta fail", provider: "apptest", with: { projectId: "1120" }, blocking: false }],
    });
    expect((await space.remotest(["plan", "--config", "none.yaml"])).code).toBe(2);
    const refused = await space.remotest(["plan", "--shards", "0"]);
    expect([refused.code, refused.stderr]).toEqual([
      2,
      expect.stringMatching(/✗ --shards .*\nFix the problems above; docs\/plan-file\.md explains remotest\.yaml\.\n$/),
    ]);
    expect(service.connections()).toBe(0);
  });
});

describe.concurrent("a plan of one run", () => {
  const asFile = (service: Service, name: string, more: string): string =>
    service === "ats"
      ? `{ "version": 1, "runs": [{ "name": "${name}", "provider": "ats", "pollInterval": "100ms", ${more} "with": { "appId": "SHOP-1", "templateId": "${name}" } }] }`
      : `version: 1\nruns:\n  - { name: ${name}, provider: apptest, pollInterval: 100ms, ${more} with: { projectId: 509, appFile: shop.apk } }\n`;

  /** Removes what differs from run to run: references, times, durations and addresses. */
  const timeless = (text: string, url: string): string =>
    text
      .replaceAll(url, "")
      // The summary lets long words break.
      .replaceAll("\u200b", "")
      .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\d(?:T[\d:.]+Z| \d\d:\d\d UTC)|apptest:\d+|\b\d{6,}\b/g, "…")
      .replaceAll(/"(durationMs|duration|start|stop|waitedMs|testset_id)": ?[\d.]+/g, '"$1":0')
      .replaceAll(/time="[\d.]+"|[\d.]+ m?s\b/g, "time");

  const cases: readonly { service: Service; name: string; args: readonly string[]; keys: string }[] = [
    { service: "ats", name: "pass", args: [], keys: "" },
    { service: "ats", name: "fail", args: ["--max-failures", "50%"], keys: '"gate": { "maxFailures": "50%" },' },
    { service: "ats", name: "fail", args: ["--min-tests", "40"], keys: '"minTests": 40,' },
    { service: "ats", name: "flaky", args: ["--rerun-failed", "1"], keys: '"rerunFailed": 1,' },
    { service: "ats", name: "maintenance", args: [], keys: "" },
    { service: "apptest", name: "fail", args: [], keys: "" },
    {
      service: "apptest",
      name: "pass",
      args: ["--max-duration", "1s", "--fail-on", "never"],
      keys: "maxDuration: 1s, failOn: never,",
    },
    { service: "apptest", name: "slow", args: ["--timeout", "5s"], keys: "timeout: 5s," },
  ];
  it.each(cases)("is what the command line is: $service $name $args", async ({ service, name, args, keys }) => {
    await using sandbox = await openSandbox(name === "slow" ? 1 : 50);
    await using byLine = await openWorkspace(sandbox.url);
    await using byFile = await openWorkspace(sandbox.url);
    await planFile(byFile, asFile(service, name, keys));
    const line = await byLine.remotest([
      "run",
      ...startArgs(service, name),
      "--poll-interval",
      "100ms",
      ...args,
      "--json",
    ]);
    const file = await byFile.remotest(["run", "--json"]);
    expect(file.code, file.stderr).toBe(line.code);
    const same = (text: string | undefined, space: Workspace): string =>
      timeless((text ?? "none").replaceAll(space.path, ""), sandbox.url);
    expect(same(file.stdout, byFile)).toBe(same(line.stdout, byLine));
    expect((await byFile.reports()).map((each) => same(each, byFile))).toEqual(
      (await byLine.reports()).map((each) => same(each, byLine)),
    );
    for (const report of [
      "junit.xml",
      "ctrf-report.json",
      "results.json",
      "run.json",
      "summary.md",
      "outputs.env",
      "report.html",
    ])
      expect(same(await byFile.report(report), byFile), report).toBe(same(await byLine.report(report), byLine));
  });
});
