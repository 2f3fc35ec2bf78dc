import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gitHubJob, openWorkplace, statesOf, withJobs, type Workplace } from "./code-host.fixture.ts";
import { gitHubToken, head, idOf, startGitHub } from "./github-server.fixture.ts";

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const start = (template: string, ...more: readonly string[]) => ["run", "ats", "--template-id", template, ...more];

async function gitHub() {
  const server = await startGitHub();
  return withJobs(server, await gitHubJob(server, place), place);
}

describe("the status of a commit on GitHub", () => {
  it.for([
    ["pass", 0, ["pending", "success"], /^Passed: /],
    ["fail", 1, ["pending", "failure"], /^Failed: /],
    // It is not known whether a run was started, so there is none to wait for.
    ["maintenance", 5, ["error"], /^Start unknown: /],
  ] as const)("of a run that ends as %s", async ([template, code, states, description]) => {
    await using host = await gitHub();
    const { server } = host;
    const end = await host.run(start(template, "--commit-status", "--check-name", "shop tests"));
    expect(end.code, end.text).toBe(code);
    expect(statesOf(server)).toEqual(states);
    const status = server.statuses.get(`${head} shop tests`);
    expect(status?.["description"]).toMatch(description);
    expect(status?.["target_url"]).toMatch(/^https?:\/\//);
    expect(end.text).not.toContain("was not written");
  });

  it("is an error if Remotest stopped waiting, but stays pending if somebody comes back", async () => {
    await using host = await gitHub();
    const { server } = host;
    const more = ["--commit-status", "--check-name", "slow tests"];
    const began = await host.run(["start", "ats", "--template-id", "slow", ...more]);
    expect(began.code, began.text).toBe(0);
    expect(statesOf(server)).toEqual(["pending"]);
    const ref = /ats:\S+/.exec(began.text)?.[0] ?? "";
    const looked = await host.run(["attach", ref, "--no-wait", ...more]);
    expect(looked.code, looked.text).toBe(4);
    expect(server.statuses.get(`${head} slow tests`)?.["state"]).toBe("pending");
    expect((await host.run(["attach", ref, "--timeout", "1s", ...more])).code).toBe(4);
    expect(server.statuses.get(`${head} slow tests`)).toMatchObject({ state: "error" });
    expect(server.comments).toEqual([]);
  });

  it("is an error if the job is cancelled, soon, and nobody writes a comment then", async () => {
    await using host = await gitHub();
    const args = start("slow", "--commit-status", "--comment", "--check-name", "x");
    const end = await host.run(args, {}, /Running/);
    expect(end.code, end.text).toBe(130);
    expect(host.server.statuses.get(`${head} x`)).toMatchObject({ state: "error" });
    expect(host.server.comments).toEqual([]);
  });

  it("does not hold up a job that is cancelled while GitHub hangs", async () => {
    await using host = await gitHub();
    host.server.faults.push("silent", "silent", "silent");
    const before = performance.now();
    const end = await host.run(start("slow", "--commit-status", "--check-name", "x"), {}, /Running/);
    expect(end.code).toBe(130);
    expect(end.text).toContain("GitHub took too long");
    expect(performance.now() - before).toBeLessThan(4_000);
  });

  it("is an error if a run could not be started", async () => {
    await using host = await gitHub();
    const end = await host.run(["start", "ats", "--template-id", "pass", "--commit-status", "--check-name", "x"], {
      ATS_API_TOKEN: "wrong",
    });
    expect(end.code).toBe(3);
    expect(statesOf(host.server)).toEqual(["error"]);
  });

  it("is that of the commit that the user names", async () => {
    await using host = await gitHub();
    const commit = "a".repeat(40);
    await host.run(start("pass", "--commit-status", "--check-name", "x", "--commit", commit));
    expect([...host.server.statuses.keys()]).toEqual([`${commit} x`]);
  });

  it("has a name of its own for each job and each test, the same in the next build", async () => {
    await using host = await gitHub();
    for (const [template, job] of [
      ["pass", "test"],
      ["pass", "test"],
      ["passing", "test"],
      ["pass", "other"],
    ] as const)
      await host.run(start(template, "--commit-status"), { GITHUB_JOB: job });
    const names = [...host.server.statuses.keys()];
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(/^\w{40} remotest\/ats-[0-9a-f]{8}$/);
  });

  it("has another name for the same test at another address, as in the jobs of a matrix", async () => {
    await using host = await gitHub();
    for (const ATS_BASE_URL of [place.sandbox.url, place.sandbox.url.replace("127.0.0.1", "localhost")])
      await host.run(start("pass", "--commit-status"), { ATS_BASE_URL });
    expect([...host.server.statuses.keys()]).toHaveLength(2);
  });

  it("has another name for a plan file that reads other values", async () => {
    await using host = await gitHub();
    const config = join(place.path, "remotest.yaml");
    const runs = ["a", "b"].map((name) => ({
      name,
      provider: "ats",
      with: { templateId: `\${env.TEMPLATE}-${name}` },
    }));
    await writeFile(config, JSON.stringify({ version: 1, runs }));
    for (const TEMPLATE of ["fail", "pass", "fail"])
      await host.run(["run", "--config", config, "--commit-status"], { TEMPLATE });
    const statuses = [...host.server.statuses.values()].map(({ state }) => state);
    expect(new Set(statuses)).toEqual(new Set(["failure", "success"]));
  });

  it("is off unless the user asks for it", async () => {
    await using host = await gitHub();
    expect((await host.run(start("pass"))).code).toBe(0);
    expect(host.server.requests).toEqual([]);
  });
});

describe("what GitHub does not take", () => {
  const all = ["--commit-status", "--comment", "--check-name", "x"];

  it("is a warning that says what the token needs, and changes no verdict", async () => {
    for (const [template, code] of [
      ["pass", 0],
      ["fail", 1],
    ] as const) {
      await using host = await gitHub();
      host.server.mayWrite = false;
      const end = await host.run(start(template, ...all));
      expect(end.code, end.text).toBe(code);
      expect(end.text).toContain(
        "Warning: The status of the commit was not written: GitHub says 403 (Resource not accessible by integration). The token needs the permission `statuses: write`; in a pull request from a fork it never has it.",
      );
      expect(end.text).toContain("Warning: The comment was not written: GitHub says 403");
      expect(end.text).toContain("`pull-requests: write`");
    }
  });

  it.each([
    { REMOTEST_CI_TOKEN: "" },
    { REMOTEST_CI_TOKEN: "ghs_wrongTokenValue12345678" },
    { GITHUB_API_URL: "http://api.github.example" },
    { GITHUB_API_URL: "https://someone:secret@127.0.0.1:1/" },
    { GITHUB_API_URL: "" },
    { GITHUB_ACTIONS: "" },
    { GITHUB_REPOSITORY: "../.." },
  ])("with %j: a warning, and nothing more", { timeout: 20_000 }, async (env) => {
    await using host = await gitHub();
    const end = await host.run(start("pass", ...all), env);
    expect(end.code, end.text).toBe(0);
    expect(end.text.match(/Warning: The (?:status of the commit|comment) was not written: /g)).toHaveLength(2);
    expect(end.text).not.toMatch(/secret@|wrongTokenValue/);
    expect(host.server.statuses.size + host.server.comments.length).toBe(0);
  });

  it("in an answer that repeats the token is printed without it", async () => {
    await using host = await gitHub();
    host.server.faults.push({ status: 401, document: { message: `Bad ::error:: ${gitHubToken}` } });
    const end = await host.run(start("pass", "--commit-status", "--check-name", "x"));
    expect(end.code).toBe(0);
    host.server.faults.push(
      ...Array.from({ length: 9 }, () => ({ status: 422, document: { message: `No ${gitHubToken}` } })),
    );
    const again = await host.run(start("pass", "--commit-status", "--check-name", "x"));
    expect(again.text).toContain("GitHub says 422 (No ***)");
  });

  it("is not sent elsewhere, wherever GitHub wants it to go", async () => {
    await using host = await gitHub();
    await using elsewhere = await startGitHub();
    const redirect = { status: 307, headers: { location: `${elsewhere.url}/repos/octo/shop/statuses/${head}` } };
    host.server.faults.push(...Array.from({ length: 9 }, () => redirect));
    const end = await host.run(start("pass", ...all));
    expect(end.code).toBe(0);
    expect(end.text).toContain("a redirect, which is not followed");
    expect(elsewhere.requests).toEqual([]);
  });

  it("because GitHub cannot be reached is a warning too", async () => {
    await using host = await gitHub();
    const end = await host.run(start("pass", "--comment", "--check-name", "x"), {
      GITHUB_API_URL: "http://127.0.0.1:1/",
    });
    expect(end.code).toBe(0);
    expect(end.text).toMatch(/Warning: The comment was not written: GitHub says .*ECONNREFUSED/);
  });

  it("is tried again after a temporary fault, and a comment is not written twice", async () => {
    await using host = await gitHub();
    host.server.account = { id: idOf("octo"), login: "octo" };
    const ok = undefined;
    // Of the comment: who it is, the comments, and the new one, whose answer is lost.
    host.server.faults.push({ status: 502 }, { status: 429, headers: { "retry-after": "1" } }, ok, ok, ok, "broken");
    const end = await host.run(start("pass", ...all));
    expect(end.code, end.text).toBe(0);
    expect(end.text).not.toContain("was not written");
    expect(host.server.comments).toHaveLength(1);
    expect(host.server.statuses.get(`${head} x`)).toMatchObject({ state: "success" });
  });
});
