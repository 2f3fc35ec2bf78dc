import { existsSync, readFileSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../../stage/command.ts";
import { requirePeer } from "../../stage/peer.ts";
import type { Service } from "../../stage/workspace.ts";
import { type Pipeline, type UserProject, userProject } from "./pipeline.ts";
import { openReleasedComponent, type ReleasedComponent } from "./released-component.ts";

const example = (service: Service): string =>
  readFileSync(join(import.meta.dirname, `../../../../docs/ci/gitlab-${service}.yml`), "utf8");
const secret = "wr0ng-but-secret";

/** The expected result of an example; `variables` are the project's CI/CD settings, which take precedence over inputs. */
interface Case {
  readonly service: Service;
  readonly title: string;
  readonly variables: Readonly<Record<string, string>>;
  /** GitLab's result of the job, with its exit code. */
  readonly job: RegExp;
  /** The outputs that the next job receives. */
  readonly told: RegExp;
}

const passed = / PASS {2}remotest/;
const cases: readonly Case[] = [
  {
    service: "ats",
    title: "a passing run",
    variables: { ATS_TEMPLATE_ID: "pass" },
    job: passed,
    told: /^ats:your-app-id\/\S+ ended as passed with 0 failed of 5/,
  },
  {
    service: "ats",
    title: "a failing run, about which the example only warns",
    variables: { ATS_TEMPLATE_ID: "fail" },
    job: /remotest +finished in .* WARN 1/,
    told: /^ats:your-app-id\/\S+ ended as failed with 1 failed of 5/,
  },
  {
    service: "ats",
    title: "a refused account",
    variables: { ATS_API_TOKEN: secret },
    job: /remotest +finished in .* FAIL 3/,
    told: /^ ended as provider-error with 0 failed of 0/,
  },
  {
    service: "ats",
    title: "a timeout",
    variables: { ATS_TEMPLATE_ID: "slow", REMOTEST_TIMEOUT: "3s" },
    job: /remotest +finished in .* FAIL 4/,
    told: /^ats:your-app-id\/\S+ ended as timed-out with 0 failed of 0/,
  },
  {
    service: "apptest",
    title: "a passing run",
    variables: { REMOTEST_NAME: "pass" },
    job: passed,
    told: /^apptest:\d+ ended as passed with 0 failed of 3/,
  },
  {
    service: "apptest",
    title: "a failing run",
    variables: { REMOTEST_NAME: "fail" },
    job: /remotest +finished in .* FAIL 1/,
    told: /^apptest:\d+ ended as failed with 1 failed of 3/,
  },
  {
    service: "apptest",
    title: "a refused account",
    variables: { APPTEST_ACCESS_KEY: `demo:${secret}` },
    job: /remotest +finished in .* FAIL 3/,
    told: /^ ended as provider-error with 0 failed of 0/,
  },
  {
    service: "apptest",
    title: "a timeout",
    variables: { REMOTEST_NAME: "slow", REMOTEST_TIMEOUT: "3s" },
    job: /remotest +finished in .* FAIL 4/,
    told: /^apptest:\d+ ended as timed-out with 0 failed of 0/,
  },
];

requirePeer("rsync", ["rsync", "--version"])("docs/ci in gitlab-ci-local, with the released component", () => {
  let released: ReleasedComponent;
  beforeAll(async () => {
    released = await openReleasedComponent();
  });
  afterAll(() => released[Symbol.asyncDispose]());
  const project = (service: Service): ReturnType<typeof userProject> =>
    userProject(example(service), { ...released.component.env, ...released.registry.env });

  test.for(cases)("$service: $title", async ({ service, variables, job, told }) => {
    await using shop = await project(service);
    const before = released.sandbox.starts();
    const { log } = await shop.pipeline({ ...released.settings(service), ...variables });
    expect(log).toMatch(job);
    expect(runSentence(log), log).toMatch(told);
    expect(log).not.toContain(secret);
    const isStarted = !Object.values(variables).some((value) => value.includes(secret));
    expect(released.sandbox.starts() - before).toBe(isStarted ? 1 : 0);
    // Every report reaches the next job as an artifact, with every result.
    expect(await shop.fileOf("tell-the-team", "remotest-report/junit.xml")).toContain("<testsuites");
    expect(existsSync(join(shop.path, ".gitlab-ci-local/builds/tell-the-team/remotest-report/report.html"))).toBe(true);
  });

  test("the cache keeps how earlier pipelines ended, even if tests failed", async () => {
    await using shop = await project("apptest");
    const variables = { ...released.settings("apptest"), REMOTEST_NAME: "fail" };
    const first = await shop.pipeline(variables);
    expect(first.log).toContain("No earlier report yet");
    const second = await shop.pipeline(variables);
    expect(second.log).not.toContain("No earlier report yet");
    expect(await shop.fileOf("tell-the-team", "remotest-report/summary.md")).toMatch(/\(2 reports\)/);
  });

  test("come back: the second job waits for the run of the first one", async () => {
    const pipeline = readFileSync(join(import.meta.dirname, "../../../../docs/ci/gitlab-come-back.yml"), "utf8");
    await using shop = await userProject(pipeline, { ...released.component.env, ...released.registry.env });
    const before = released.sandbox.starts();
    const { log } = await shop.pipeline(released.settings("ats"));
    expect(log).toMatch(/ PASS {2}start-remote-tests/);
    expect(log).toMatch(/ PASS {2}remote-tests/);
    expect(released.sandbox.starts() - before).toBe(1);
    const started = await shop.fileOf("start-remote-tests", "remotest-start/run.json");
    const ended = await shop.fileOf("remote-tests", "remotest-report/run.json");
    expect(refIn(ended)).toBe(refIn(started));
    expect(ended).toContain('"verdict": "passed"');
  });

  test("a cancelled pipeline has passed on the reference, and the run continues", async () => {
    await using shop = await project("ats");
    const before = released.sandbox.starts();
    const variables = { ...released.settings("ats"), ATS_TEMPLATE_ID: "slow" };
    const { code, log } = await shop.cancelledPipeline(variables, /remotest attach ats:/);
    expect(code).not.toBe(0);
    const [, reference = ""] = /remotest attach (ats:\S+)/.exec(log) ?? [];
    await until(
      async () => (await shop.fileOf("remotest", "remotest-report/outputs.env")).includes(reference),
      "the outputs name the run",
    );
    expect(released.sandbox.starts() - before).toBe(1);
  });

  test("a command that cannot be fetched does not count as failed tests, even if those are forgiven", async () => {
    await using shop = await userProject(example("ats"), {
      ...released.component.env,
      ...released.registry.env,
      npm_config_registry: "http://127.0.0.1:9/",
      npm_config_cache: "/nowhere/to/be/found",
    });
    const { log }: Pipeline = await shop.pipeline(released.settings("ats"));
    expect(log).toMatch(/remotest +finished in .* FAIL 3/);
    expect(log).toContain("The command could not be run");
  });

  /** Returns a pipeline with only these inputs. */
  const including = (inputs: Readonly<Record<string, unknown>>): Promise<UserProject> => {
    const include = [{ component: "$CI_SERVER_FQDN/remotest/gitlab-component/run@1.0.0", inputs }];
    return userProject(JSON.stringify({ include }), { ...released.component.env, ...released.registry.env });
  };
  const atsInputs = { provider: "ats", "app-id": "SHOP-1", "template-id": "pass", "job-name": "remote-tests" };

  test("an input with quotes and commands arrives unchanged, and nothing in it is run", async () => {
    const name = `it's "$(touch pwned)" \`touch pwned\` ; touch pwned # \\`;
    await using shop = await including({ ...atsInputs, name, "report-dir": "my reports" });
    const { log } = await shop.pipeline(released.settings("ats"));
    expect(log).toMatch(/PASS {2}remote-tests/);
    const ledger = await shop.fileOf("remote-tests", "my reports/run.json");
    const { runs } = JSON.parse(ledger) as { runs: { name: string }[] };
    expect(runs).toMatchObject([{ name }]);
    expect(await readdir(shop.path, { recursive: true })).not.toContainEqual(expect.stringMatching(/pwned$/));
  });

  test("an attach whose variable is empty starts no run", async () => {
    await using shop = await including({ ...atsInputs, attach: "$REMOTEST_RUN_REF" });
    const before = released.sandbox.starts();
    const { log } = await shop.pipeline(released.settings("ats"));
    expect(log).toMatch(/remote-tests +finished in .* FAIL 2/);
    expect(released.sandbox.starts()).toBe(before);
  });

  test.for([
    ["provider", "atz"],
    ["timeout", "soon"],
    ["max-failures", "some"],
  ])("%s: %s is refused before there is a job", async ([input = "", value]) => {
    await using shop = await including({ ...atsInputs, [input]: value });
    const before = released.sandbox.starts();
    const { code, log } = await shop.pipeline(released.settings("ats"));
    expect(code).not.toBe(0);
    expect(log).toContain(input);
    expect(log).not.toContain("starting shell");
    expect(released.sandbox.starts()).toBe(before);
  });

  test("the packed command was used", () => {
    expect(released.registry.downloads()).toBe(1);
  });
});

function refIn(ledger: string): string {
  return (JSON.parse(ledger) as { readonly runs: readonly { readonly ref: string }[] }).runs[0]?.ref ?? "";
}

/** Returns what the last job of the example prints after "The run". */
function runSentence(log: string): string {
  return /> The run (.*)/.exec(log)?.[1] ?? "";
}
