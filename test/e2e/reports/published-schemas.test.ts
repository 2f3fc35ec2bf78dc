import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { publishedSchema } from "../../../scripts/check/published-schemas.ts";
import { openWorkspace, runArgs, services, startArgs } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());

const faultOf = { "results.json": publishedSchema("results"), "run.json": publishedSchema("run") };

const printed = publishedSchema("json-output");

const ends: readonly { readonly name: string; readonly code: number; readonly more?: readonly string[] }[] = [
  { name: "pass", code: 0 },
  { name: "fail", code: 1, more: ["--correlate"] },
  { name: "flaky", code: 0, more: ["--rerun-failed", "1"] },
  { name: "slow-pass", code: 4, more: ["--timeout", "4s"] },
  { name: "lost-answer", code: 5 },
];

describe.concurrent("the published schemas accept what a run writes", () => {
  // ATS starts no run with this name: there is an error instead of results.
  const refused = { service: "ats", name: "error", code: 3, more: [] } as const;
  it.each([refused, ...services.flatMap((service) => ends.map((end) => ({ service, more: [], ...end })))])(
    "$service, a run with the name $name",
    async ({ service, name, code, more }) => {
      await using space = await openWorkspace(sandbox.url);
      const ended = await space.remotest(runArgs(service, name, "--json", ...more));
      expect(ended.code, ended.stderr).toBe(code);
      expect(printed(JSON.parse(ended.stdout))).toBeUndefined();
      for (const [file, fault] of Object.entries(faultOf))
        expect(fault(JSON.parse((await space.report(file)) ?? "")), file).toBeUndefined();
    },
  );

  it.each(services)("%s, a run that is only started", async (service) => {
    await using space = await openWorkspace(sandbox.url);
    const started = await space.remotest(["start", ...startArgs(service, "pass"), "--json"]);
    expect(started.code).toBe(0);
    expect(printed(JSON.parse(started.stdout))).toBeUndefined();
    const { runs } = JSON.parse(started.stdout) as { readonly runs: readonly { readonly ref: string }[] };
    const ref = runs[0]?.ref ?? "";
    for (const refs of [[ref], [ref, ref]])
      expect(printed(JSON.parse((await space.remotest(["status", ...refs, "--json"])).stdout))).toBeUndefined();
    const refused = await space.remotest(["run", service, "--json", "--no-such-option"]);
    expect(printed(JSON.parse(refused.stdout))).toBeUndefined();
    expect(faultOf["run.json"](JSON.parse((await space.report("run.json")) ?? ""))).toBeUndefined();
  });
});
