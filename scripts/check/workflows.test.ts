import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { groups } from "../release/step.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly permissions?: unknown;
  readonly environment?: string;
  readonly needs?: string;
  readonly steps: readonly Step[];
}
interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

/** The permissions of each job. A new job, or a new permission, must be added here deliberately. */
const wanted: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, string>>>>>> = {
  "ci.yml": { check: { contents: "read" } },
  "mutation.yml": { mutation: { contents: "read" } },
  "release.yml": {
    version: { contents: "write", "pull-requests": "write" },
    build: { contents: "read" },
    check: { contents: "read" },
    source: { contents: "write" },
    npm: { contents: "read", "id-token": "write" },
    marketplace: { contents: "read" },
    mirrors: { contents: "read" },
    page: { contents: "write" },
  },
};

const workflows = globSync(".github/workflows/*.{yml,yaml}", { cwd: root }).map((file) => ({
  name: basename(file),
  text: read(file),
  workflow: parse(read(file)) as Workflow,
}));
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([job, { steps, ...rest }]) => ({
    job: `${name}, ${job}`,
    steps,
    permissions: rest.permissions ?? workflow.permissions,
  })),
);

describe("the workflows", () => {
  test("have only the permissions that they need", () => {
    const may = Object.fromEntries(jobs.map(({ job, permissions }) => [job, permissions]));
    const expected = Object.entries(wanted).flatMap(([name, its]) =>
      Object.entries(its).map(([job, permissions]) => [`${name}, ${job}`, permissions]),
    );
    expect(may).toEqual(Object.fromEntries(expected));
  });

  test.for(workflows)("$name: a job without permissions may write nothing", ({ workflow }) => {
    expect([{}, { contents: "read" }]).toContainEqual(workflow.permissions);
  });

  test.for(workflows)("$name: runs nothing of a pull request with its own permissions", ({ workflow }) => {
    expect(Object.keys(workflow.on)).not.toContain("pull_request_target");
    expect(Object.keys(workflow.on)).not.toContain("workflow_run");
  });

  test.for(jobs)("$job: every action is pinned to a commit, with its version beside it", ({ job, steps }) => {
    const name = job.split(",")[0];
    const text = workflows.find((each) => each.name === name)?.text ?? "";
    for (const { uses } of steps) {
      if (uses === undefined) continue;
      expect(uses).toMatch(/^actions\/[\w-]+@[0-9a-f]{40}$/);
      expect(text).toMatch(new RegExp(`${uses} # v\\d+\\.\\d+\\.\\d+$`, "m"));
    }
  });

  test.for(jobs)("$job: the checkout leaves no token, and no step with a token runs installed code", ({ steps }) => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith("actions/checkout@"));
    expect(checkouts.length).toBeGreaterThan(0);
    for (const checkout of checkouts) expect(checkout.with?.["persist-credentials"]).toBe(false);
    for (const { env = {}, run = "" } of steps.filter((step) => /token/i.test(JSON.stringify(step.env ?? {})))) {
      const rest = run.replace(/^(PATH=\S+ )?node scripts\/release\/release\.ts --publish release --only \w+$/m, "");
      expect([env, rest].map(String).join(" ")).not.toMatch(/\b(node|npm|npx|pnpm|\.ci\/run)\b/);
    }
  });

  test.for(jobs)("$job: no text of an event gets into a script", ({ steps }) => {
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });

  const release = workflows.find(({ name }) => name === "release.yml")!.workflow.jobs;
  const secretsOf = (job: Job | undefined): readonly string[] =>
    [...JSON.stringify(job ?? {}).matchAll(/secrets\.(\w+)/g)].map(([, name = ""]) => name).toSorted();

  test("npm identifies the publisher by the workflow, in an environment that a maintainer approves, without a key", () => {
    expect(release["npm"]?.environment).toBe("npm");
    expect(secretsOf(release["npm"])).toEqual([]);
  });

  test("a key is in one job only, in an environment that a maintainer approves", () => {
    const withKeys = jobs.filter(({ steps }) => JSON.stringify(steps).includes("secrets."));
    expect(withKeys.map(({ job }) => job)).toEqual(["release.yml, marketplace", "release.yml, mirrors"]);
    for (const name of ["marketplace", "mirrors"]) expect(release[name]?.environment).toBe(name);
    expect(secretsOf(release["marketplace"])).toEqual(["MARKETPLACE_TOKEN"]);
    expect(secretsOf(release["mirrors"])).toEqual(["GITHUB_MIRRORS_TOKEN", "GITLAB_TOKEN"]);
  });

  test("each part of a release is published by one job, after the one before, and after the checks", () => {
    const publishing = jobs.flatMap(({ job, steps }) =>
      steps.flatMap(({ run = "" }) => /--only (\w+)$/m.exec(run)?.[1] ?? []).map((only) => [job, only]),
    );
    expect(publishing).toEqual(groups.map((group) => [`release.yml, ${group}`, group]));
    const order = ["version", "build", "check", ...groups];
    expect(Object.keys(release)).toEqual(order);
    for (const [at, name] of order.entries()) expect(release[name]?.needs).toBe(order[at - 1]);
  });

  test("what publishes loads only what comes with Node; Microsoft's tool runs in the Marketplace's job alone", () => {
    const seen = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      for (const [, from = ""] of read(file).matchAll(/^(?:import|export)\b[^;"=]*"([^"]+)";/gm)) {
        expect(from, file).toMatch(/^(?:node:|\.\/)/);
        if (from.startsWith(".")) visit(join(dirname(file), from));
      }
    };
    visit("scripts/release/release.ts");
    expect(seen).toContain("scripts/release/git-target.ts");
    const installing = groups.filter((group) => JSON.stringify(release[group]?.steps).includes("set-up.mjs"));
    expect(installing).toEqual(["marketplace"]);
  });
});

describe("the installation runs no code", () => {
  test("of all dependencies only Node itself may run a script", () => {
    const { allowBuilds } = parse(read("pnpm-workspace.yaml")) as { allowBuilds: Readonly<Record<string, boolean>> };
    expect(Object.keys(allowBuilds).filter((name) => allowBuilds[name])).toEqual(["node"]);
    expect(read("pnpm-workspace.yaml")).not.toMatch(/dangerouslyAllowAllBuilds|ignoreScripts: false/);
  });

  test("every dependency is in the lockfile, and only the lockfile is installed", () => {
    expect(read("scripts/set-up.mjs")).toContain('"install", "--frozen-lockfile"');
    expect(read(".ci/run")).toMatch(/^npm test$/m);
  });

  const published = globSync("packages/*/package.json", { cwd: root }).filter(
    (file) => !("private" in (JSON.parse(read(file)) as object)),
  );

  test("there are packages that are published", () => expect(published).toHaveLength(4));

  test.for(published)("%s: its installation runs no script", (file) => {
    const { scripts = {} } = JSON.parse(read(file)) as { scripts?: Readonly<Record<string, string>> };
    const atInstallation = /^(pre|post)?(install|prepare|publish|pack|uninstall)$|^prepublishOnly$|^dependencies$/;
    expect(Object.keys(scripts).filter((name) => atInstallation.test(name))).toEqual([]);
  });
});
