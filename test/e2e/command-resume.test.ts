import { describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../packages/sandbox/src/index.ts";
import { type Running, until } from "./command.ts";
import { openWorkspace, running, services, type Workspace } from "./workspace.ts";

/** Kills a process as nothing can prevent, and waits until it is gone. */
async function killed(run: Running): Promise<void> {
  run.kill("SIGKILL");
  expect((await run.ended).code).toBeNull();
}
const waitedFor = (run: Running): Promise<void> =>
  until(() => /^(Queued|Running)/m.test(run.stderr()), "the run is waited for");
async function reference(space: Workspace): Promise<string> {
  const [entry] = await space.ledger();
  if (!entry?.ref) throw new Error(`no reference in ${JSON.stringify(entry)}`);
  return entry.ref;
}

/** One sandbox for each test, whose starts are counted. */
async function openSandbox(speed = 10): Promise<Sandbox & AsyncDisposable> {
  const sandbox = await startSandbox({ port: 0, speed });
  return { ...sandbox, [Symbol.asyncDispose]: () => sandbox.close() };
}

describe.concurrent.each(services)("%s: --resume after a process that was killed while it waited", (service) => {
  it.each([
    { name: "pass", wanted: 0 },
    { name: "fail", wanted: 1 },
  ])("waits for the same run, $name: $wanted", async ({ name, wanted }) => {
    await using sandbox = await openSandbox();
    await using space = await openWorkspace(sandbox.url);
    const run = space.launch(running(service, name));
    await waitedFor(run);
    await killed(run);
    const ref = await reference(space);
    const { code, stderr, stdout } = await space.remotest(running(service, name, "--resume", "--json"));
    expect(code, stderr).toBe(wanted);
    expect(stderr).toContain(`Attached to ${ref}`);
    expect(stderr).toMatch(/Resuming what an earlier process started at 20.*; without --resume another is started/);
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ ref, name }] });
    expect(sandbox.starts()).toBe(1);
    expect(await space.ledger()).toMatchObject([{ ref, verdict: wanted === 0 ? "passed" : "failed", reported: true }]);
    expect(await space.report("junit.xml")).toContain("<testcase");
  });
});
