import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { openWorkspace, runArgs, type Service, type Workspace } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());

/** The one case of each service that fails in a run called "fail". */
const failing: Readonly<Record<Service, string>> = {
  apptest: "LG V50 ThinQ & Dual Screen / ANDROID 10",
  ats: "주문하기 <장바구니 & 결제>",
};

async function workspace(quarantine: string): Promise<Workspace> {
  const space = await openWorkspace(sandbox.url);
  await writeFile(join(space.path, "quarantine.yaml"), quarantine);
  return space;
}

function entry(name: string, until = "2999-12-31"): string {
  return `- case: ${JSON.stringify(name)}\n  reason: SHOP-12, being fixed\n  until: ${until}\n`;
}

const withFile = ["--quarantine", "quarantine.yaml", "--json"];

describe.concurrent("--quarantine", () => {
  it.each<{ service: Service; name: string }>([
    { service: "apptest", name: failing.apptest },
    { service: "apptest", name: "LG V?? *" },
    { service: "ats", name: failing.ats },
    { service: "ats", name: "주문하기 *" },
  ])("forgives $name of $service, and shows it with the reason", async ({ service, name }) => {
    await using space = await workspace(entry(name));
    const { code, stdout, stderr } = await space.remotest(runArgs(service, "fail", ...withFile));
    expect(code, stderr).toBe(0);
    const document = JSON.parse(stdout) as { reason: string; runs: { notPassed: object[] }[] };
    expect(document).toMatchObject({ verdict: "passed", failed: 1, quarantined: 1, warnings: [] });
    expect(document.reason).toContain("forgiven by --quarantine");
    expect(document.runs[0]?.notPassed).toMatchObject([
      { name: failing[service], quarantine: { reason: "SHOP-12, being fixed", until: "2999-12-31" } },
    ]);
    for (const file of ["report.html", "summary.md", "results.json"])
      expect(await space.report(file), file).toContain("SHOP-12");
    expect(await space.ledger()).toMatchObject([{ verdict: "passed" }]);
  });

  it.each([
    { what: "that has expired", yaml: entry(failing.ats, "2020-01-01"), warning: /expired on 2020-01-01: remove it/ },
    { what: "for another case", yaml: entry("주문하기"), warning: /"주문하기" covers no test of this report/ },
  ])("an entry $what forgives nothing, and causes a warning", async ({ yaml, warning }) => {
    await using space = await workspace(yaml);
    const { code, stdout, stderr } = await space.remotest(runArgs("ats", "fail", ...withFile));
    expect(code).toBe(1);
    expect(stderr).toMatch(warning);
    expect(stderr.match(new RegExp(warning, "g"))).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ quarantined: 0, warnings: [expect.stringMatching(warning) as string] });
    expect(await space.report("summary.md")).toMatch(/Warnings/);
  });

  it("does not forgive a test that the file does not name", async () => {
    await using space = await workspace(entry("*S8*"));
    expect((await space.remotest(runArgs("apptest", "fail", ...withFile))).code).toBe(1);
  });

  it("adds to --max-failures, and works for attach too", async () => {
    await using space = await workspace(entry("주문하기 *"));
    const started = await space.remotest(runArgs("ats", "fail", ...withFile, "--max-failures", "0"));
    const { runs } = JSON.parse(started.stdout) as { runs: { ref: string }[] };
    const attached = await space.remotest(["attach", runs[0]?.ref ?? "", ...withFile]);
    expect(attached.code, attached.stderr).toBe(0);
  });

  it("can be set as a variable, in JSON", async () => {
    await using space = await workspace(
      JSON.stringify([{ case: failing.apptest, reason: "SHOP-12", until: "2999-12-31" }]),
    );
    const env = { REMOTEST_QUARANTINE: "quarantine.yaml" };
    expect((await space.remotest(runArgs("apptest", "fail"), { env })).code).toBe(0);
  });

  it("forgives nothing without results", async () => {
    await using space = await workspace(entry("*"));
    expect((await space.remotest(runArgs("apptest", "maintenance", ...withFile))).code).toBe(3);
  });

  it("is an error if the file does not exist", async () => {
    await using space = await workspace("");
    const { code, stderr } = await space.remotest(runArgs("ats", "pass", "--quarantine", "nowhere.yaml"));
    expect(code).toBe(2);
    expect(stderr).toMatch(/--quarantine \(or REMOTEST_QUARANTINE\) nowhere\.yaml: it cannot be read: ENOENT/);
  });
});

// Not concurrent, because it counts what is sent.
describe("an invalid quarantine file", () => {
  it("every problem of the file is reported with the command's other problems, and nothing is sent", async () => {
    await using space = await workspace(`- case: a\n  until: tomorrow\n- {case: b, reson: x, until: 2026-12-31}\n`);
    const before = sandbox.starts();
    const { code, stderr } = await space.remotest(["run", "apptest", "--quarantine", "quarantine.yaml"]);
    expect(code).toBe(2);
    expect(stderr).toContain("entry 1 (line 1) has no reason.");
    expect(stderr).toContain("entry 1 (line 1) has an until that is not a date.");
    expect(stderr).toContain('entry 2 (line 3) has "reson", which is not a key of an entry.');
    expect(stderr).toContain("Did you mean reason?");
    expect(stderr).toContain("--project-id");
    expect(sandbox.starts()).toBe(before);
  });
});
