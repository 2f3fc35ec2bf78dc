import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gitHubJob, openWorkplace, type Workplace } from "./code-host.fixture.ts";
import { gitHubToken, head, idOf, startGitHub } from "./github-server.fixture.ts";

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const start = (template: string, ...more: readonly string[]) => ["run", "ats", "--template-id", template, ...more];

async function gitHub() {
  const server = await startGitHub();
  const job = await gitHubJob(server, place);
  return {
    server,
    job,
    run: async (args: readonly string[], env: Readonly<Record<string, string>> = {}, interruptAt?: RegExp) => {
      const end = await place.remotest(args, { ...job, ...env }, interruptAt);
      expect(end.text).not.toContain(gitHubToken);
      return end;
    },
    [Symbol.asyncDispose]: async () => {
      expect(server.violations).toEqual([]);
      await server[Symbol.asyncDispose]();
    },
  };
}

const statesOf = ({ requests }: Awaited<ReturnType<typeof startGitHub>>) =>
  requests.flatMap(({ method, path, body }) =>
    method === "POST" && path.includes("/statuses/") ? [(body as { readonly state: string }).state] : [],
  );

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

describe("the comment on a pull request", () => {
  const comment = (template: string, name = "shop tests") => start(template, "--comment", "--check-name", name);

  it("is one, and a later report replaces it", async () => {
    await using host = await gitHub();
    await host.run(comment("fail"));
    expect(host.server.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(/^<!-- remotest:\w{64} -->\n## ❌ Failed/),
    ]);
    await host.run(comment("pass"));
    expect(host.server.comments.map(({ body }) => body)).toEqual([
      expect.stringMatching(/^<!-- remotest:\w{64} -->\n## ✅ Passed/),
    ]);
    await host.run(comment("pass", "other tests"));
    expect(host.server.comments).toHaveLength(2);
  });

  it.each(["app", "person"])(
    "is found among hundreds by its marker and its author, with the token of an %s",
    async (kind) => {
      await using host = await gitHub();
      const { server } = host;
      if (kind === "person") server.account = { id: idOf("octo"), login: "octo" };
      await host.run(comment("fail"));
      const [own] = server.comments;
      const said = own?.body ?? "";
      const others = Array.from({ length: 250 }, (_, index) => ({
        id: 100 + index,
        login: "someone",
        type: "User" as const,
        body: "Fine",
      }));
      // A person wrote the marker first; another one quotes it.
      const forged = { id: 90, login: "mallory", type: "User" as const, body: said };
      const quoted = { id: 91, login: own?.login ?? "", type: own?.type ?? "User", body: `> ${said}` };
      server.comments.splice(0, 1, forged, quoted, ...others, {
        id: 999,
        login: own?.login ?? "",
        type: own?.type ?? "User",
        body: said,
      });
      await host.run(comment("pass"));
      expect(server.comments).toHaveLength(253);
      expect(server.comments.find(({ id }) => id === 999)?.body).toContain("## ✅ Passed");
      expect(forged.body).toBe(said);
      expect(server.requests.filter(({ method }) => method === "PATCH")).toHaveLength(1);
    },
  );

  it("is found by the commit if the event is a push", async () => {
    await using host = await gitHub();
    const end = await host.run(comment("pass"), { GITHUB_EVENT_PATH: "", GITHUB_SHA: head });
    expect(end.code, end.text).toBe(0);
    expect(host.server.comments).toHaveLength(1);
  });

  it("is not written where there is no pull request, and that causes no warning", async () => {
    await using host = await gitHub();
    const end = await host.run(comment("pass", "x"), {
      GITHUB_EVENT_PATH: "",
      GITHUB_SHA: head,
      GITHUB_REPOSITORY: "octo/shop",
    });
    expect(end.code).toBe(0);
    const other = await host.run(start("pass", "--comment", "--check-name", "x", "--commit", head), {});
    expect(other.code).toBe(0);
    host.server.faults.push({ status: 200, document: [] });
    const none = await host.run(comment("pass", "x"), { GITHUB_EVENT_PATH: "", GITHUB_SHA: head });
    expect(none.text).toContain("No comment: this commit is not the head of an open pull request.");
    expect(none.text).not.toContain("Warning");
  });
});
