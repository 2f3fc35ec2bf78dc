import { describe, expect, it } from "vitest";
import { until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { first, type Responder, reset, silent } from "../stage/fake-service.ts";
import { kill, openSandbox } from "../stage/killing.ts";
import { openWorkspace, runArgs, type Workspace } from "../stage/workspace.ts";

/** Records the names of the start requests to a fake apptest.ai. */
function named(names: string[], then: Responder): Responder {
  return (exchange) => {
    names.push((/"testset_name":"((?:[^"\\]|\\.)*)"/.exec(exchange.body)?.[1] ?? "").replaceAll('\\"', '"'));
    then(exchange);
  };
}
async function token(space: Workspace): Promise<string> {
  const [entry] = await space.ledger();
  return entry?.token ?? "none";
}

describe.concurrent("--correlate", () => {
  it("puts a token before the run's name at the service, and into run.json, and nowhere else", async () => {
    await using sandbox = await openSandbox(100);
    await using space = await openWorkspace(sandbox.url);
    const { code, stdout, stderr } = await space.remotest(runArgs("apptest", "Nightly fail", "--correlate", "--json"));
    expect(code, stderr).toBe(1);
    expect(await token(space)).toMatch(/^[bcdfghjkmnpqrstvwxz2-9]{6}$/);
    const start = sandbox.journal.find((event) => event.kind === "start");
    expect(start?.name).toBe(`[${await token(space)}] Nightly fail`);
    expect(await space.ledger()).toMatchObject([{ name: "Nightly fail" }]);
    for (const file of await space.reports())
      if (file !== "run.json") expect(await space.report(file), file).not.toContain(await token(space));
    expect(stdout + stderr).not.toContain(await token(space));
  });

  it("is kept when the name is cut to the service's limit", async () => {
    const names: string[] = [];
    await using fake = await apptest.fakeApptest({ start: named(names, apptest.started) });
    await using space = await openWorkspace(fake.url);
    expect((await space.remotest(runArgs("apptest", "n".repeat(200), "--correlate"))).code).toBe(0);
    expect(names[0]).toMatch(new RegExp(`^\\[${await token(space)}\\] n+…$`));
    expect([...(names[0] ?? "")]).toHaveLength(100);
  });

  it("is a different token for each run", async () => {
    const names: string[] = [];
    await using fake = await apptest.fakeApptest({ start: named(names, apptest.started) });
    await using space = await openWorkspace(fake.url);
    for (let time = 0; time < 2; time++) await space.remotest(runArgs("apptest", "n", "--correlate"));
    expect(new Set(names).size).toBe(2);
  });

  it("without it the name is unchanged", async () => {
    const names: string[] = [];
    await using fake = await apptest.fakeApptest({ start: named(names, apptest.started) });
    await using space = await openWorkspace(fake.url);
    await space.remotest(runArgs("apptest", "Nightly"));
    expect(names).toEqual(["Nightly"]);
    expect(await space.ledger()).toMatchObject([{ token: null }]);
  });

  const uncertain: readonly {
    title: string;
    start: Responder;
    code: number;
    more?: readonly string[];
    signal?: "SIGINT";
  }[] = [
    { title: "the answer is lost", start: reset, code: 5 },
    { title: "the timeout expires", start: silent, code: 5, more: ["--timeout", "3s"] },
    { title: "interrupted", start: silent, code: 130, signal: "SIGINT" },
  ];
  it.each(uncertain)(
    "an uncertain start says how to find the run: $title",
    async ({ start, code, more = [], signal }) => {
      await using fake = await apptest.fakeApptest({ start });
      await using space = await openWorkspace(fake.url);
      const run = space.launch(runArgs("apptest", "any", "--correlate", "--json", ...more));
      await until(() => fake.calls.start === 1, "the request has arrived");
      if (signal) run.kill(signal);
      const ended = await run.ended;
      expect(ended.code, ended.stderr).toBe(code);
      const next = new RegExp(`for a run whose name begins with \\[${await token(space)}\\]`, "i");
      expect(ended.stderr).toMatch(next);
      expect((JSON.parse(ended.stdout) as { runs: { error: { next: string } }[] }).runs[0]?.error.next).toMatch(next);
    },
  );

  it("a resumed uncertain start names the original token, with or without the option", async () => {
    await using fake = await apptest.fakeApptest({ start: first(1, silent, apptest.started) });
    await using space = await openWorkspace(fake.url);
    const run = space.launch(runArgs("apptest", "any", "--correlate"));
    await until(() => fake.calls.start === 1, "the request has arrived");
    await kill(run);
    const then = await token(space);
    for (const more of [["--resume", "--correlate"], ["--resume"]]) {
      const { code, stderr } = await space.remotest(runArgs("apptest", "any", ...more));
      expect(code, stderr).toBe(5);
      expect(stderr).toContain(`a run whose name begins with [${then}]`);
      expect(await token(space)).toBe(then);
    }
    expect(fake.calls.start).toBe(1);
  });

  it("warns that ATS takes no name for a run, and starts it", async () => {
    await using fake = await ats.fakeAts();
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs("ats", "any", "--correlate"));
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("--correlate has no effect: Mendix ATS takes no name for a run");
    expect(await space.ledger()).toMatchObject([{ token: null }]);
  });

  it("is not an option of commands that start no run by name", async () => {
    await using space = await openWorkspace("http://127.0.0.1:9");
    for (const args of [
      ["attach", "apptest:77", "--correlate"],
      ["attach", "apptest:77", "--resume"],
      ["rerun", "ats:A/1", "--correlate"],
    ]) {
      const { code, stderr } = await space.remotest(args);
      expect(code, stderr).toBe(2);
      expect(stderr).toMatch(/--(correlate|resume) is (not an option here|an option of other commands)/);
    }
  });
});
