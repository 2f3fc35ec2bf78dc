// The gate of a run in a plan file decides about the run wherever it is judged: in the plan, in a merge, in an attach.
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { openSandbox } from "../stage/killing.ts";
import { openWorkspace } from "../stage/workspace.ts";

/** Two runs; the second one has a gate of its own. */
const plan = (gate: string, template: string, timeout = "10m"): string => `version: 1
defaults: { pollInterval: 100ms, timeout: ${timeout}, with: { appId: SHOP } }
runs:
  - { name: first, provider: ats, with: { templateId: pass } }
  - { name: second, provider: ats, with: { templateId: ${template} }, gate: ${gate} }
`;

it.each([
  { gate: "{ minTests: 40 }", template: "pass", run: [], merge: [], wanted: [1, 1] },
  { gate: "{ maxDuration: 1s }", template: "pass", run: [], merge: [], wanted: [1, 1] },
  { gate: "{ maxFailures: 100% }", template: "fail", run: [], merge: [], wanted: [0, 0] },
  { gate: "{ minTests: 40 }", template: "pass", run: [], merge: ["--min-tests", "5"], wanted: [1, 0] },
  // The options of a command are not those of the next: jobs may leave the decision to the last one.
  { gate: "{ minTests: 1 }", template: "fail", run: ["--fail-on", "never"], merge: [], wanted: [0, 1] },
  { gate: "{ minTests: 1 }", template: "pass", run: ["--min-tests", "40"], merge: [], wanted: [1, 1] },
])("$gate and $run, then merge $merge: $wanted", async ({ gate, template, run, merge, wanted }) => {
  await using sandbox = await openSandbox(10);
  await using space = await openWorkspace(sandbox.url);
  await writeFile(join(space.path, "remotest.yaml"), plan(gate, template));
  const first = await space.remotest(["run", "--report-dir", "shard", ...run]);
  const merged = await space.remotest(["merge", "shard", "--report-dir", "merged", ...merge]);
  expect([first.code, merged.code], first.stderr + merged.stderr).toEqual(wanted);
});

it.each([
  { gate: "{ minTests: 40 }", attach: [], wanted: 1 },
  { gate: "{ minTests: 40 }", attach: ["--min-tests", "5"], wanted: 0 },
  { gate: "{}", attach: [], wanted: 0 },
])("$gate: after a timeout, attach $attach exits with $wanted", async ({ gate, attach, wanted }) => {
  await using sandbox = await openSandbox(5);
  await using space = await openWorkspace(sandbox.url);
  await writeFile(join(space.path, "remotest.yaml"), plan(gate, "pass", "2s"));
  const first = await space.remotest(["run"]);
  expect(first.code, first.stderr).toBe(4);
  const attached = await space.remotest(["attach", "--poll-interval", "100ms", ...attach]);
  expect(attached.code, attached.stderr).toBe(wanted);
});

/** The parts of the attach command at the end of the output, as a shell splits them. */
function printedCommands(stderr: string): readonly (readonly string[])[] {
  const [, command = ""] = /^ {2}Attach {5}(.+)$/m.exec(stderr) ?? [];
  return command.split(" && ").map((part) => part.split(" ").slice(1));
}

it.each<{ what: string; args?: readonly string[]; file?: string; wanted: readonly number[] }>([
  { what: "a plan", file: plan("{ minTests: 40 }", "pass", "2s"), wanted: [0, 1] },
  { what: "a command", args: ["ats", "--app-id", "SHOP", "--template-id", "pass", "--min-tests", "40"], wanted: [1] },
])("the attach command of $what judges on another machine as here: $wanted", async ({ args = [], file, wanted }) => {
  await using sandbox = await openSandbox(5);
  await using here = await openWorkspace(sandbox.url);
  await using elsewhere = await openWorkspace(sandbox.url);
  if (file !== undefined) await writeFile(join(here.path, "remotest.yaml"), file);
  const first = await here.remotest(["run", ...args, "--timeout", "2s", "--poll-interval", "100ms"]);
  expect(first.code, first.stderr).toBe(4);
  for (const at of [elsewhere, here]) {
    const codes: number[] = [];
    for (const part of printedCommands(first.stderr)) {
      const { code, stderr } = await at.remotest([...part, "--poll-interval", "100ms"]);
      expect(code, stderr).not.toBeNull();
      codes.push(code ?? -1);
    }
    expect(codes, first.stderr).toEqual(wanted);
  }
});
