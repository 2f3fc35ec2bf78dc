import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { until } from "../stage/command.ts";
import { openWorkspace, runArgs, type Service, services, startArgs, type Workspace } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  // 20 s of the services pass in 0.13 s; a slow run takes 12 s.
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());

const workspace = (): Promise<Workspace> => openWorkspace(sandbox.url);
const reportFiles = [
  "ctrf-report.json",
  "junit.xml",
  "outputs.env",
  "report.html",
  "results.json",
  "run.json",
  "summary.md",
];
const apptestFiles = [
  "provider/result.framed.html",
  "provider/result.html",
  "provider/result.json",
  "provider/result.xml",
];

describe.concurrent("the exit code, the verdict and the report files of run", () => {
  interface Row {
    readonly service: Service;
    readonly name: string;
    readonly more?: readonly string[];
    readonly code: number;
    readonly verdict: string;
    /** The service's own files, if the run has results. */
    readonly kept?: readonly string[];
  }
  const rows: readonly Row[] = [
    { service: "apptest", name: "pass", code: 0, verdict: "passed", kept: apptestFiles },
    { service: "ats", name: "pass", code: 0, verdict: "passed", kept: ["provider/result.xml"] },
    { service: "apptest", name: "fail", code: 1, verdict: "failed", kept: apptestFiles },
    { service: "ats", name: "fail", code: 1, verdict: "failed", kept: ["provider/result.xml"] },
    { service: "apptest", name: "error", code: 1, verdict: "failed", kept: apptestFiles },
    { service: "apptest", name: "fail", more: ["--max-failures", "1"], code: 0, verdict: "passed", kept: apptestFiles },
    { service: "apptest", name: "fail", more: ["--max-failures", "40%"], code: 0, verdict: "passed" },
    { service: "apptest", name: "fail", more: ["--max-failures", "33%"], code: 1, verdict: "failed" },
    { service: "apptest", name: "fail", more: ["--fail-on", "error"], code: 0, verdict: "passed" },
    { service: "apptest", name: "error", more: ["--fail-on", "error"], code: 1, verdict: "failed" },
    { service: "apptest", name: "error", more: ["--fail-on", "never"], code: 0, verdict: "passed" },
    { service: "ats", name: "error", code: 3, verdict: "provider-error" },
    { service: "apptest", name: "maintenance", code: 3, verdict: "provider-error" },
    { service: "ats", name: "maintenance", code: 5, verdict: "unknown-start" },
    { service: "apptest", name: "slow", more: ["--timeout", "4s"], code: 4, verdict: "timed-out" },
    { service: "ats", name: "slow", more: ["--timeout", "4s"], code: 4, verdict: "timed-out" },
    { service: "apptest", name: "lost-answer", code: 5, verdict: "unknown-start" },
    { service: "ats", name: "lost-answer", code: 5, verdict: "unknown-start" },
  ];

  it.each(rows)("$service $name $more: $code, $verdict", async ({ service, name, more = [], ...wanted }) => {
    await using space = await workspace();
    const { code, stdout, stderr } = await space.remotest(runArgs(service, name, ...more, "--json"));
    expect(code, stderr).toBe(wanted.code);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: wanted.verdict, exitCode: wanted.code });
    const files = await space.reports();
    expect(files).toEqual(expect.arrayContaining(reportFiles));
    if (wanted.kept) expect(files).toEqual([...reportFiles, ...wanted.kept].toSorted());
    expect(await space.ledger()).toMatchObject([{ provider: service, verdict: wanted.verdict }]);
    if (wanted.code !== 0) expect(await greenReports(space), "a report that looks green").toEqual([]);
  });
});

/** Returns the reports that a CI system or a person would read as a pass. */
async function greenReports(space: Workspace): Promise<string[]> {
  const junit = (await space.report("junit.xml")) ?? "";
  const ctrf = JSON.parse((await space.report("ctrf-report.json")) ?? "{}") as {
    results?: { summary?: { failed?: number; other?: number } };
  };
  const green: string[] = [];
  if (!/<failure|<error/.test(junit)) green.push("junit.xml");
  if ((ctrf.results?.summary?.failed ?? 0) + (ctrf.results?.summary?.other ?? 0) === 0) green.push("ctrf-report.json");
  if (/^#+ ✅/m.test((await space.report("summary.md")) ?? "")) green.push("summary.md");
  return green;
}

describe.concurrent.each(services)("run.json and attach, %s", (service) => {
  const slow = "slow fail";

  it("run.json names the run while the command waits, and attach takes over", async () => {
    await using space = await workspace();
    const first = space.launch(runArgs(service, slow));
    await until(async () => typeof (await space.ledger())[0]?.ref === "string", "run.json names the run");
    const [entry] = await space.ledger();
    expect(entry).toMatchObject({ provider: service, name: slow, verdict: null, endedAt: null });
    const ref = entry?.ref ?? "";
    expect(ref).toMatch(service === "apptest" ? /^apptest:\d+$/ : /^ats:SHOP-1\/[\w-]+$/);

    await using other = await workspace();
    const checked = await other.remotest(["status", ref, "--json"]);
    expect(checked.code, checked.stderr).toBe(0);
    expect(JSON.parse(checked.stdout)).toMatchObject({ ref, status: "running" });

    await using third = await workspace();
    // Attached while it is still running; both see it end.
    const attached = third.launch(["attach", ref, "--poll-interval", "100ms", "--timeout", "60s"]);
    const [one, two] = await Promise.all([first.ended, attached.ended]);
    expect([one.code, two.code], two.stderr).toEqual([1, 1]);
    expect(await third.ledger()).toMatchObject([{ ref, verdict: "failed" }]);
  });
});

describe.concurrent.each(services)("start, status, attach of %s", (service) => {
  it.each([
    { name: "pass", code: 0, verdict: "passed" },
    { name: "fail", code: 1, verdict: "failed" },
  ])("start prints only the reference; attach to the finished run: $verdict", async ({ name, code, verdict }) => {
    await using space = await workspace();
    const before = sandbox.starts();
    const { code: started, stdout, stderr } = await space.remotest(["start", ...startArgs(service, name)]);
    expect(started, stderr).toBe(0);
    expect(stdout).toMatch(service === "apptest" ? /^apptest:\d+\n$/ : /^ats:SHOP-1\/[\w-]+\n$/);
    const ref = stdout.trim();
    expect(await space.ledger()).toMatchObject([{ ref, verdict: null }]);
    expect(sandbox.starts()).toBeGreaterThan(before);

    await until(async () => (await space.remotest(["status", ref])).stdout === "finished\n", "the run is finished");
    await using other = await workspace();
    const unknown = `${ref}0`;
    const both = await other.remotest(["status", unknown, ref]);
    expect([both.code, both.stdout]).toEqual([3, `${ref} finished\n`]);
    expect(both.stderr).toMatch(/^✗ .*\n {2}→ /m);
    const documents = await other.remotest(["status", unknown, ref, "--json"]);
    expect(documents.code).toBe(3);
    expect(JSON.parse(documents.stdout)).toMatchObject([
      { ref: unknown, error: { code: expect.any(String) as string } },
      { ref, status: "finished" },
    ]);
    const attached = await other.remotest(["attach", ref, "--json"]);
    expect(attached.code, attached.stderr).toBe(code);
    expect(JSON.parse(attached.stdout)).toMatchObject({ verdict, runs: [{ ref }] });
    expect(await other.report("junit.xml")).toContain("<testcase");
  });

  it("start --json prints the reference in a document", async () => {
    await using space = await workspace();
    const { code, stdout } = await space.remotest(["start", ...startArgs(service, "pass"), "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [{ provider: service, ref: expect.stringContaining(":") as string }],
    });
  });
});

describe.concurrent("several runs at once", () => {
  it.each([
    { templates: ["pass one", "pass two"], code: 0, verdict: "passed" },
    { templates: ["pass", "fail"], code: 1, verdict: "failed" },
    { templates: ["fail", "maintenance"], code: 5, verdict: "unknown-start" },
    { templates: ["pass", "lost-answer"], code: 5, verdict: "unknown-start" },
  ])("--template-id $templates: one verdict, $verdict", async ({ templates, code, verdict }) => {
    await using space = await workspace();
    const given = templates.flatMap((template) => ["--template-id", template]);
    const args = ["run", "ats", "--app-id", "SHOP-1", ...given, "--poll-interval", "100ms", "--json"];
    const ended = await space.remotest(args);
    expect(ended.code, ended.stderr).toBe(code);
    const document = JSON.parse(ended.stdout) as { verdict: string; runs: { name: string }[] };
    expect(document.verdict).toBe(verdict);
    expect(document.runs).toHaveLength(2);
    for (const [index, template] of templates.entries())
      expect(document.runs[index]?.name).toContain(template.slice(0, 8));
    expect(await space.ledger()).toHaveLength(2);
    const junit = (await space.report("junit.xml")) ?? "";
    const names = [...junit.matchAll(/<testcase\b[^>]*>/g)].map(([tag]) => tag.replace(/ time="[^"]*"/, ""));
    expect(new Set(names).size).toBe(names.length);
  });

  it("the files of the services are side by side", async () => {
    await using space = await workspace();
    const given = ["--template-id", "pass", "--template-id", "pass"];
    await space.remotest(["run", "ats", "--app-id", "SHOP-1", ...given, "--poll-interval", "100ms"]);
    expect(await space.reports()).toEqual(expect.arrayContaining(["provider/1-result.xml", "provider/2-result.xml"]));
  });
});

describe.concurrent("reruns", () => {
  it("--rerun-failed 1 turns flaky tests of ATS into a pass that says flaky", async () => {
    await using space = await workspace();
    const { code, stdout, stderr } = await space.remotest(runArgs("ats", "flaky", "--rerun-failed", "1", "--json"));
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "passed", total: 5, passed: 5, flaky: 1 });
    expect(stderr).toContain("flaky");
    expect((await space.ledger())[0]?.reruns).toEqual([expect.stringMatching(/^ats:SHOP-1\//)]);
    expect(await space.reports()).toEqual(
      expect.arrayContaining(["provider/result.xml", "provider/rerun-1-result.xml"]),
    );
  });

  it("without it they fail", async () => {
    await using space = await workspace();
    expect((await space.remotest(runArgs("ats", "flaky"))).code).toBe(1);
  });

  it("a test that fails again stays failed, regardless of how often it is rerun", async () => {
    await using space = await workspace();
    const { code, stdout } = await space.remotest(runArgs("ats", "fail", "--rerun-failed", "2", "--json"));
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "failed", total: 5, failed: 1 });
    expect((await space.ledger())[0]?.reruns).toHaveLength(2);
  });

  it("apptest.ai has no rerun: a plain warning, and the verdict of the run", async () => {
    await using space = await workspace();
    const { code, stderr } = await space.remotest(runArgs("apptest", "fail", "--rerun-failed", "1"));
    expect(code).toBe(1);
    expect(stderr).toMatch(/Warning: .*cannot rerun/);
  });

  it("rerun starts what did not pass in a finished run, and decides about it", async () => {
    await using space = await workspace();
    const ref = (await space.remotest(["start", ...startArgs("ats", "flaky")])).stdout.trim();
    await until(async () => (await space.remotest(["status", ref])).stdout === "finished\n", "the run is finished");
    const { code, stdout, stderr } = await space.remotest(["rerun", ref, "--poll-interval", "100ms", "--json"]);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "passed", total: 5, passed: 5, runs: [{ ref }] });
    expect(stderr).toMatch(/Started the rerun ats:SHOP-1\/(?!.*remotest attach)/);
  });

  it.each([
    { ref: "apptest:251929", says: /cannot rerun/ },
    { ref: "ats:SHOP-1/none", says: /no job none/ },
  ])("rerun $ref is refused", async ({ ref, says }) => {
    await using space = await workspace();
    const { code, stderr } = await space.remotest(["rerun", ref]);
    expect(code).toBe(3);
    expect(stderr).toMatch(says);
  });
});
