import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type CommandEnd,
  gitHubJob,
  gitLabJob,
  openWorkplace,
  statesOf,
  withJobs,
  type Workplace,
} from "./code-host.fixture.ts";
import { gitHubToken, head, startGitHub } from "./github-server.fixture.ts";
import { startGitLab } from "./gitlab-server.fixture.ts";

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const told = ["--commit-status", "--comment", "--check-name", "shop"];
let pipelines = 0;

/** The jobs of a pipeline that shares a plan between as many shards as the plan has runs, or more. */
async function pipeline(run: Workplace["remotest"], templates: readonly string[], of = templates.length) {
  const folder = join(place.path, `pipeline-${pipelines++}`);
  await mkdir(folder);
  const config = join(folder, "remotest.yaml");
  const runs = templates.map((templateId, index) => ({
    name: `${index + 1} of @shop <!-- --> \`${templateId}\``,
    provider: "ats",
    with: { templateId },
  }));
  await writeFile(config, JSON.stringify({ version: 1, runs }));
  const planned = await run(["plan", "--config", config, "--shards", `${of}`, "--json"]);
  const { runs: ofShards } = JSON.parse(planned.text) as { readonly runs: readonly { readonly shard: string }[] };
  const numberOf = (template: number): number => Number.parseInt(ofShards[template - 1]?.shard ?? "", 10);
  const dirOf = (shard: number): string => join(folder, `shard-${shard}`);
  const shard = (number: number, args: readonly string[] = told, env = {}, interruptAt?: RegExp): Promise<CommandEnd> =>
    run(
      ["run", "--config", config, "--shard", `${number}/${of}`, ...args],
      { REMOTEST_REPORT_DIR: dirOf(number), ...env },
      interruptAt,
    );
  return {
    shard,
    /** Runs the shard that has the template, counted from 1. */
    shardOf: (template: number, ...more: [args?: readonly string[], env?: object, interruptAt?: RegExp]) =>
      shard(numberOf(template), ...more),
    /** Comes back to the run of the template, and to another one. */
    attach: async (template: number, env = {}, other?: string) => {
      const dir = dirOf(numberOf(template));
      const { runs } = JSON.parse(await readFile(join(dir, "run.json"), "utf8")) as {
        readonly runs: [{ ref: string }];
      };
      const refs = other === undefined ? [] : [runs[0].ref, other];
      return run(["attach", ...refs, ...told], { REMOTEST_REPORT_DIR: dir, ...env });
    },
    merge: (args: readonly string[] = told, env = {}): Promise<CommandEnd> =>
      run(["merge", join(folder, "shard-*"), ...args], env),
  };
}

async function gitHub() {
  const server = await startGitHub();
  return withJobs(server, await gitHubJob(server, place), place);
}

describe("the status of a commit and the comment, of a plan in shards", () => {
  it("are those of the merged verdict: a shard that passes leaves the status pending, and never comments", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    for (const number of [1, 2]) {
      const end = await shard(number);
      expect(end.code, end.text).toBe(0);
      expect(end.text).toContain("No comment: this is a shard, and `remotest merge` comments on all of them.");
      expect(end.text).not.toContain("Warning");
    }
    expect(statesOf(host.server)).toEqual(["pending", "pending"]);
    expect(host.server.comments).toEqual([]);
    const end = await merge();
    expect(end.code, end.text).toBe(0);
    expect(host.server.statuses.get(`${head} shop`)).toMatchObject({
      state: "success",
      description: expect.stringMatching(/^Passed: /) as string,
      // The page of one run is not that of the result.
      target_url: "https://github.example/octo/shop/actions/runs/41",
    });
    expect([...host.server.statuses]).toHaveLength(1);
    expect(host.server.comments.map(({ body }) => body)).toEqual([expect.stringContaining("## ✅ Passed")]);
  });

  it.each([
    { order: ["fail-1", "pass-2"], states: ["pending", "failure", "pending"] },
    { order: ["pass-1", "fail-2"], states: ["pending", "pending", "failure"] },
    { order: ["fail-1", "fail-2"], states: ["pending", "failure", "pending", "failure"] },
  ])("of which one failed, are never a pass, in the order $order", async ({ order, states }) => {
    await using host = await gitHub();
    const { shardOf, merge } = await pipeline(host.run, order);
    const descriptions = [];
    for (const template of [1, 2]) {
      await shardOf(template);
      const { state, description } = host.server.statuses.get(`${head} shop`) ?? {};
      if (state === "failure") descriptions.push(description);
    }
    expect(statesOf(host.server)).toEqual(states);
    for (const description of descriptions) expect(description).toMatch(/^Shard \d\/2: Failed: /);
    const end = await merge();
    expect(end.code, end.text).toBe(1);
    expect(statesOf(host.server)).toEqual([...states, "failure"]);
    expect(host.server.comments.map(({ body }) => body)).toEqual([expect.stringContaining("## ❌ Failed")]);
  });

  it("of which one never ran, are an error that names it, even if the others passed", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    await shard(2);
    const end = await merge();
    expect(end.code, end.text).toBe(3);
    expect(host.server.statuses.get(`${head} shop`)).toMatchObject({
      state: "error",
      description: expect.stringContaining("The shard 1/2 of the plan is missing.") as string,
    });
    expect(host.server.comments.map(({ body }) => body)).toEqual([expect.stringContaining("shard 1/2")]);
  });

  it("of which none ran, are an error", async () => {
    await using host = await gitHub();
    const { merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    expect((await merge()).code).toBe(3);
    expect(host.server.statuses.get(`${head} shop`)).toMatchObject({ state: "error" });
  });

  it("of which one is repeated after the merge, are pending until the next merge", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    await shard(1);
    await shard(2);
    await merge();
    const state = (): unknown => host.server.statuses.get(`${head} shop`)?.["state"];
    expect(state()).toBe("success");
    await shard(1);
    expect(state()).toBe("pending");
    await merge();
    expect(state()).toBe("success");
    await shard(1, told, { ATS_API_TOKEN: "wrong" });
    expect(state()).toBe("error");
    expect((await merge()).code).toBe(3);
    expect(state()).toBe("error");
    expect(host.server.comments.map(({ body }) => body)).toEqual([expect.stringContaining("## ❌ Provider error")]);
  });

  it("of which one has no run, are not changed by it", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "pass-2"], 3);
    expect((await shard(3)).code).toBe(0);
    expect(host.server.requests).toEqual([]);
    await shard(1);
    await shard(2);
    expect((await merge()).code).toBe(0);
    expect(statesOf(host.server)).toEqual(["pending", "pending", "success"]);
  });

  it("stay those of a shard if somebody comes back to its run in its report directory", async () => {
    await using host = await gitHub();
    const { shardOf, attach } = await pipeline(host.run, ["pass-1", "pass-2"]);
    const stopped = await shardOf(1, told, {}, /Started/);
    expect(stopped.code, stopped.text).toBe(130);
    expect(statesOf(host.server).at(-1)).toBe("error");
    const end = await attach(1);
    expect(end.code, end.text).toBe(0);
    expect(statesOf(host.server).at(-1)).toBe("pending");
    expect(host.server.comments).toEqual([]);
  });

  it("stay those of a shard if somebody comes back to its run and another one at once", async () => {
    await using host = await gitHub();
    const { shardOf, attach, merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    await shardOf(1, [], {}, /Started/);
    const alone = await host.run(["start", "ats", "--template-id", "pass-3"], {});
    const both = () => attach(1, {}, /^ats:\S+/m.exec(alone.text)?.[0]);
    // Nor does a merge of that report alone know how the others end.
    for (const step of [both, merge]) {
      const end = await step();
      expect(end.code, end.text).toBe(0);
      expect(statesOf(host.server)).toEqual(["pending"]);
    }
    expect(host.server.comments).toEqual([]);
  });

  it("are those of `merge` alone if only it is told to write them", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "fail-2"]);
    await shard(1, []);
    await shard(2, []);
    expect(host.server.requests).toEqual([]);
    await merge(["--commit-status", "--check-name", "shop"]);
    expect(statesOf(host.server)).toEqual(["failure"]);
    expect(host.server.comments).toEqual([]);
  });

  it("contain no text from elsewhere as markup, and no token", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["fail-1", "pass-2"]);
    await shard(1);
    await shard(2);
    await merge();
    const [comment] = host.server.comments;
    expect(comment?.body).not.toMatch(/(?<!`)@shop|<!-- -->/);
    expect(JSON.stringify([comment, ...host.server.statuses])).not.toContain(gitHubToken);
  });
});

describe("a report on another commit", () => {
  it("gives the commit of a job that comes back to it neither a verdict nor an endless wait", async () => {
    await using host = await gitHub();
    const { shardOf, attach } = await pipeline(host.run, ["pass-1", "pass-2"]);
    await shardOf(1, [], {}, /Started/);
    const end = await attach(1, { GITHUB_EVENT_PATH: "", GITHUB_SHA: head });
    expect(end.code, end.text).toBe(0);
    expect(end.text).toContain(`the report is about the commit ${"f".repeat(40)}, and not about ${head}.`);
    expect(statesOf(host.server)).toEqual(["pending", "error"]);
    expect(host.server.comments).toEqual([]);
  });
});

describe("a run without a plan file that was started for another commit", () => {
  it("gives the commit of the job that comes back to it, or merges its report, no verdict", async () => {
    await using host = await gitHub();
    const folder = join(place.path, "no-plan");
    const dir = { REMOTEST_REPORT_DIR: join(folder, "report"), GITHUB_EVENT_PATH: "" };
    const run = ["run", "ats", "--app-id", "SHOP-1", "--template-id", "pass-1"];
    const started = await host.run(["start", ...run.slice(1)], { ...dir, GITHUB_SHA: "e".repeat(40) });
    expect(started.code, started.text).toBe(0);
    const merge = (dir: string, to: string): string[] => ["merge", join(folder, dir), "--report-dir", join(folder, to)];
    const comingBack = { GITHUB_EVENT_PATH: "", GITHUB_SHA: head };
    for (const [args, env] of [
      [["attach", ...told], { ...dir, GITHUB_SHA: head }],
      [[...merge("report", "merged"), ...told], comingBack],
      [
        ["attach", "--report-dir", join(folder, "merged"), ...told, /ats:\S+/.exec(started.text)?.[0] ?? ""],
        comingBack,
      ],
    ] as const) {
      const end = await host.run(args, env);
      expect(end.code, end.text).toBe(0);
      expect(end.text).toContain(`the report is about the commit ${"e".repeat(40)}, and not about ${head}.`);
    }
    expect(new Set(statesOf(host.server))).toEqual(new Set(["pending", "error"]));
    expect(host.server.comments).toEqual([]);
  });
});

describe("a run that is resumed for another commit than it was started for", () => {
  it("is not there: the commit that the user names gets a run of its own", async () => {
    await using host = await gitHub();
    const before = place.sandbox.starts();
    const dir = { REMOTEST_REPORT_DIR: join(place.path, "named-commit") };
    const run = ["ats", "--app-id", "SHOP-1", "--template-id", "pass-1", "--resume"];
    for (const [command, commit] of [
      ["start", "d".repeat(40)],
      ["run", head],
      ["run", head],
    ] as const) {
      const end = await host.run([command, ...run, "--commit", commit, "--commit-status", "--check-name", "shop"], dir);
      expect(end.code, end.text).toBe(0);
    }
    expect(place.sandbox.starts() - before).toBe(3);
    expect(host.server.statuses.get(`${head} shop`)).toMatchObject({ state: "success" });
    expect(host.server.statuses.get(`${"d".repeat(40)} shop`)).toMatchObject({ state: "pending" });
  });
});

describe("runs of several plans that were started for other commits", () => {
  it("give the commit of the job that comes back to all of them no verdict", async () => {
    await using host = await gitHub();
    const folder = join(place.path, "several-plans");
    await mkdir(folder);
    const config = join(folder, "remotest.yaml");
    const runs = ["pass-1", "pass-2"].map((templateId) => ({
      name: templateId,
      provider: "ats",
      with: { templateId },
    }));
    await writeFile(config, JSON.stringify({ version: 1, runs }));
    const dir = { REMOTEST_REPORT_DIR: join(folder, "report"), GITHUB_EVENT_PATH: "" };
    for (const GITHUB_SHA of ["e".repeat(40), "f".repeat(40)])
      expect(await host.run(["start", "--config", config], { ...dir, GITHUB_SHA })).toMatchObject({ code: 0 });
    const end = await host.run(["attach", ...told], { ...dir, GITHUB_SHA: head });
    expect(end.code, end.text).toBe(0);
    expect(end.text).toMatch(/the report is about the commit [ef]{40}, and not about /);
    const merged = ["merge", dir.REMOTEST_REPORT_DIR, "--report-dir", join(folder, "merged")];
    const later = await host.run([...merged, ...told], { GITHUB_EVENT_PATH: "", GITHUB_SHA: head });
    expect(later.code, later.text).toBe(0);
    expect(later.text).toMatch(/the report is about the commit [ef]{40}, and not about /);
    expect(new Set(statesOf(host.server))).toEqual(new Set(["pending", "error"]));
    expect(host.server.comments).toEqual([]);
  });
});

describe("what a merge does not write", () => {
  it("is the verdict on another commit, whose shards an earlier pipeline left", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    await shard(1, []);
    await shard(2, []);
    const event = { GITHUB_EVENT_PATH: "", GITHUB_SHA: head };
    for (const [env, args] of [
      [event, told],
      [{}, [...told, "--commit", head]],
    ] as const) {
      const end = await merge(args, env);
      expect(end.code, end.text).toBe(0);
      expect(end.text).toContain(
        `Warning: The status of the commit was not written: the report is about the commit ${"f".repeat(40)}, and not about ${head}. Set --commit`,
      );
      expect(end.text).toContain("Warning: The comment was not written: the report is about the commit");
    }
    expect(host.server.requests).toEqual([]);
  });

  it("is refused before anything is read if no name is given, for a shard too", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    for (const end of [await shard(1, ["--commit-status"]), await merge(["--comment"])]) {
      expect(end.code, end.text).toBe(2);
      expect(end.text).toContain(
        "--check-name (or REMOTEST_CHECK_NAME) is missing: every shard and `remotest merge` must name the result alike.",
      );
    }
    expect(host.server.requests).toEqual([]);
  });

  it.each([
    { why: "the token may not", mayWrite: false, env: {}, says: "GitHub says 403" },
    { why: "there is no token", mayWrite: true, env: { REMOTEST_CI_TOKEN: "" }, says: "REMOTEST_CI_TOKEN is not set" },
  ])("because $why, is a warning, and the verdict stays", async ({ mayWrite, env, says }) => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "fail-2"]);
    await shard(1, []);
    await shard(2, []);
    host.server.mayWrite = mayWrite;
    const end = await merge(told, env);
    expect(end.code, end.text).toBe(1);
    expect(end.text.match(/Warning: The (?:status of the commit|comment) was not written: /g)).toHaveLength(2);
    expect(end.text).toContain(says);
  });

  it("without being told to, it needs neither a network nor its settings", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    await shard(1, []);
    await shard(2, []);
    const env = { REMOTEST_CA_FILE: join(place.path, "none.pem"), HTTPS_PROXY: "ftp://proxy" };
    expect((await merge([], env)).code).toBe(0);
    const refused = await merge(told, env);
    expect(refused.code).toBe(2);
    expect(refused.text).toMatch(/none\.pem.* cannot be read/);
    expect(refused.text).toContain("HTTPS_PROXY must be the address of an http or https proxy.");
    expect(host.server.requests).toEqual([]);
  });
});

describe("two comments of one name, which two builds wrote at the same time", () => {
  it("both show the next verdict", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "fail-2"]);
    await shard(1, []);
    await shard(2, []);
    await Promise.all([merge(), merge()]);
    const { comments } = host.server;
    if (comments.length === 1) comments.push({ ...comments[0], id: 99 } as (typeof comments)[number]);
    await shard(2, [], { REMOTEST_FAIL_ON: "never" });
    await merge([...told, "--fail-on", "never"]);
    expect(comments.map(({ body }) => body)).toEqual(Array(2).fill(expect.stringContaining("## ✅ Passed")));
  });

  it("of which another bot wrote one, do not keep Remotest from writing its own", async () => {
    await using host = await gitHub();
    const { shard, merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    await shard(1, []);
    await shard(2, []);
    await merge();
    const [own] = host.server.comments;
    host.server.comments.splice(0, 1, { ...own, id: 50, body: `${own?.body.split("\n", 1)[0]}\nMine` } as never);
    // The user of the token, the comments, and the other bot's comment.
    host.server.faults.push(undefined, undefined, { status: 403, document: { message: "Forbidden" } });
    const end = await merge(["--comment", "--check-name", "shop"]);
    expect(end.text).not.toContain("was not written");
    expect(host.server.comments.map(({ id }) => id)).toEqual([50, 2]);
  });
});

describe("the shards of a plan on GitLab", () => {
  it("make the status pending together, and `merge` ends it in their pipeline", async () => {
    const server = await startGitLab();
    await using host = withJobs(server, gitLabJob(server), place);
    const { shard, merge } = await pipeline(host.run, ["pass-1", "pass-2"]);
    await shard(1);
    // The other shard is told that nothing is pending, as if it had asked a moment earlier.
    server.faults.push({ status: 200, document: [] });
    const second = await shard(2);
    expect(second.text).not.toContain("Warning");
    expect(server.statuses.get("shop")).toMatchObject({ state: "pending", pipeline_id: 77 });
    const end = await merge();
    expect(end.code, end.text).toBe(0);
    expect(server.statuses.get("shop")).toMatchObject({ state: "success", pipeline_id: 77 });
    expect(server.notes.map(({ body }) => body)).toEqual([expect.stringContaining("## ✅ Passed")]);
  });
});
