import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { gitHubJob, openWorkplace, statesOf, withJobs, type Workplace } from "../code-host/code-host.fixture.ts";
import { head, startGitHub } from "../code-host/github-server.fixture.ts";

let place: Workplace;
let folder: string;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), "remotest-start-plan-"))));
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Document {
  readonly verdict: object;
  readonly plan?: object;
  readonly runs: readonly {
    readonly name: string;
    readonly label?: string;
    readonly verdict: object;
    readonly position?: number;
  }[];
}
interface Entry {
  readonly name: string;
  readonly ref: string | null;
  readonly gate: object | null;
  readonly plan: string;
}

const config = (): string => join(folder, "plan.yaml");
/** A sandbox's run has five tests, and a failing one one failure. */
const strict = [
  { name: "too few", with: { templateId: "pass-1" }, gate: { minTests: 40 } },
  { name: "forgiven", with: { templateId: "fail-2" }, gate: { maxFailures: "50%" } },
  { name: "good", with: { templateId: "pass-3" }, gate: { failOn: "error" } },
] as const;

async function write(runs: readonly object[], more: object = {}): Promise<void> {
  const all = runs.map((run) => ({ provider: "ats", ...run }));
  await writeFile(config(), JSON.stringify({ version: 1, ...more, runs: all }));
}

/** Runs a command in a report directory of this test, and returns how many runs it started. */
async function remotest(args: readonly string[], env: object = {}, dir = "report") {
  const before = place.sandbox.starts();
  const end = await place.remotest(args, { REMOTEST_REPORT_DIR: join(folder, dir), ...env });
  return { ...end, started: place.sandbox.starts() - before };
}
const start = (...more: readonly string[]) => remotest(["start", "--config", config(), ...more]);
const read = async <Type>(file: string, dir = "report"): Promise<Type> =>
  JSON.parse(await readFile(join(folder, dir, file), "utf8")) as Type;
const entries = async (): Promise<readonly Entry[]> =>
  (await read<{ readonly runs: readonly Entry[] }>("run.json")).runs;

/** Returns a report on a plan, without when and where its runs were started. */
function essence({ verdict, plan, runs }: Document): object {
  return {
    verdict,
    plan,
    runs: runs.map(({ name, label, verdict: own, position }) => ({ name, label, own, position })),
  };
}

describe("remotest start with a plan file", () => {
  it("starts each run once; whoever comes back judges each by its gate, as a single command does", async () => {
    await write(strict);
    const { code, text, started } = await start();
    expect(code, text).toBe(0);
    expect(started).toBe(3);
    const noted = await entries();
    expect(noted.map(({ name, gate }) => [name, gate])).toEqual([
      ["too few", { minTests: 40 }],
      ["forgiven", { maxFailures: { percent: 50 } }],
      ["good", { failOn: "error" }],
    ]);
    expect(new Set(noted.map(({ plan }) => plan)).size).toBe(1);
    expect(text).toContain(
      "The gates of the plan file are in run.json: the command that waits for the runs needs this report directory",
    );
    for (const { ref } of noted) expect(text).toContain(`${ref}\n`);

    const whole = await remotest(["run", "--config", config()], {}, "whole");
    expect(whole.code, whole.text).toBe(1);
    const expected = essence(await read("results.json", "whole"));
    const attached = await remotest(["attach"]);
    expect([attached.code, attached.started], attached.text).toEqual([1, 0]);
    expect(essence(await read("results.json"))).toEqual(expected);
    // The same by reference, in the report directory.
    const again = await remotest(["attach", ...noted.flatMap(({ ref }) => ref ?? [])]);
    expect(again.code, again.text).toBe(1);
    expect(essence(await read("results.json"))).toEqual(expected);
  });

  it("a run that may not stop the pipeline stops neither what comes back in the report directory", async () => {
    await write([{ ...strict[0], gate: { minTests: 40, blocking: false } }, strict[1]]);
    expect((await start()).code).toBe(0);
    const attached = await remotest(["attach"]);
    expect(attached.code, attached.text).toBe(0);
    expect((await read<Document>("results.json")).runs).toMatchObject([
      { name: "too few", blocking: false, verdict: { kind: "failed" } },
      { name: "forgiven" },
    ]);
    expect(attached.text).toContain("too few does not stop the pipeline (blocking: false), but did not pass");
  });

  it("keeps the gate of a single run, too", async () => {
    await write(strict.slice(0, 1));
    await start();
    expect((await entries()).map(({ gate }) => gate)).toEqual([{ minTests: 40 }]);
    expect((await remotest(["attach"])).code).toBe(1);
  });

  it("does not let a variable replace the gate: it counts where the runs are waited for", async () => {
    await write(strict.slice(0, 2));
    const env = { REMOTEST_MIN_TESTS: "1", REMOTEST_MAX_FAILURES: "100%", REMOTEST_FAIL_ON: "never" };
    expect((await remotest(["start", "--config", config()], env)).code).toBe(0);
    expect((await entries()).map(({ gate }) => gate)).toEqual([{ minTests: 40 }, { maxFailures: { percent: 50 } }]);
  });

  it("of so many runs that outputs.env has one word for them is come back to by that word, as a whole or not at all", async () => {
    const runs = Array.from({ length: 60 }, (_, run) => ({ name: `run ${run}`, with: { templateId: `pass-${run}` } }));
    await write([...runs, strict[0]]);
    const { code, text, started } = await start();
    expect([code, started], text).toEqual([0, 61]);
    const outputs = await readFile(join(folder, "report/outputs.env"), "utf8");
    const [, word = ""] = /^REMOTEST_RUN_REF=(refs:[0-9a-f]{64})\n$/.exec(outputs) ?? [];
    const elsewhere = await remotest(["attach", word], {}, "elsewhere");
    expect(elsewhere.code, elsewhere.text).toBe(2);
    expect(elsewhere.text).toContain(`The runs that "${word}" stands for are not in run.json in the report directory.`);
    // A directory that an earlier start of other runs left.
    await remotest(["start", "--config", config(), "--run", "run 1*"], {}, "kept");
    expect((await remotest(["attach", word], {}, "kept")).code).toBe(2);
    const attached = await remotest(["attach", word]);
    expect([attached.code, attached.started], attached.text).toEqual([1, 0]);
    expect((await read<Document>("results.json")).runs).toHaveLength(61);
    expect(await readFile(join(folder, "report/outputs.env"), "utf8")).toContain(`REMOTEST_RUN_REF=${word}\n`);
  });

  it("with --resume starts nothing that is running, neither by start nor by run", async () => {
    await write(strict.slice(1));
    const first = await start("--resume");
    expect(first.started).toBe(2);
    const again = await start("--resume");
    expect([again.code, again.started], again.text).toEqual([0, 0]);
    const finished = await remotest(["run", "--config", config(), "--resume"]);
    expect([finished.code, finished.started], finished.text).toEqual([0, 0]);
  });

  it("a run that cannot be started stops no other, and nothing that comes back passes without it", async () => {
    await write([{ name: "down", with: { templateId: "maintenance" } }, ...strict.slice(1)]);
    const { code, text, started } = await start();
    expect(code, text).toBe(5);
    expect(started).toBe(2);
    expect((await entries()).map(({ ref }) => ref !== null)).toEqual([false, true, true]);
    const attached = await remotest(["attach"]);
    expect(attached.code, attached.text).not.toBe(0);
    expect((await read<Document>("results.json")).runs.map(({ name }) => name).toSorted()).toEqual([
      "down",
      "forgiven",
      "good",
    ]);
  });

  it("has --run, --dry-run and --json as `run` has them", async () => {
    await write(strict);
    const dry = await start("--dry-run", "--run", "g*");
    expect([dry.code, dry.started], dry.text).toEqual([0, 0]);
    const { text, started } = await start("--run", "*o*", "--json", "--quiet");
    expect(started).toBe(3);
    const { runs } = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as Document;
    expect(runs.map(({ name }) => name)).toEqual(strict.map(({ name }) => name));
    await write(strict);
    expect((await start("--run", "good")).started).toBe(1);
  });

  it.each([
    { args: ["--shard", "1/2"], env: {}, says: /--shard is an option of other commands/ },
    { args: [], env: { REMOTEST_SHARD: "1/2" }, says: /REMOTEST_SHARD\)? is not for a start: one job starts all runs/ },
    { args: ["--min-tests", "3"], env: {}, says: /--min-tests is for the command that waits for the run/ },
    { args: ["--commit-status"], env: {}, says: /--check-name .* is missing/ },
    { args: ["--name", "x"], env: {}, says: /--name .*names one run, and the plan has 3/ },
    { args: ["--run", "none"], env: {}, says: /matches no run/ },
  ])("$args $env: refused, and nothing is started", async ({ args, env, says }) => {
    await write(strict);
    const { code, text, started } = await remotest(["start", "--config", config(), ...args], env);
    expect([code, started], text).toEqual([2, 0]);
    expect(text).toMatch(says);
  });

  it("says what of the file has no effect, and every mistake of the file", async () => {
    await write(strict, { defaults: { rerunFailed: 1, quarantine: "none.yaml" } });
    const { code, text } = await start("--dry-run");
    expect(code, text).toBe(0);
    expect(text).toContain(
      "Warning: rerunFailed and quarantine of the plan file have no effect on a start: set them where the runs are waited for.",
    );
    await write([{ name: "a", with: { templateId: "pass" }, gate: { minTests: "x" } }], { oops: 1 });
    const refused = await start();
    expect([refused.code, refused.started]).toEqual([2, 0]);
    expect(refused.text).toMatch(/minTests/);
    expect(refused.text).toMatch(/oops/);
  });

  it("leaves the status of the commit pending until somebody comes back", async () => {
    const server = await startGitHub();
    await using host = withJobs(server, await gitHubJob(server, place), place);
    await write(strict.slice(1));
    const told = ["--commit-status", "--check-name", "shop"];
    const dir = { REMOTEST_REPORT_DIR: join(folder, "report") };
    const began = await host.run(["start", "--config", config(), ...told], dir);
    expect(began.code, began.text).toBe(0);
    expect(statesOf(server)).toEqual(["pending"]);
    // The page of one run is not that of the result.
    expect(server.statuses.get(`${head} shop`)).toMatchObject({
      target_url: "https://github.example/octo/shop/actions/runs/41",
    });
    const end = await host.run(["attach", ...told], dir);
    expect(end.code, end.text).toBe(0);
    expect(server.statuses.get(`${head} shop`)).toMatchObject({ state: "success" });
  });
});
