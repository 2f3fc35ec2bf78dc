import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gitLabJob, openWorkplace, statesOf, withJobs, type Workplace } from "./code-host.fixture.ts";
import { gitLabHead, startGitLab } from "./gitlab-server.fixture.ts";

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
});
afterAll(() => place[Symbol.asyncDispose]());

const start = (template: string, ...more: readonly string[]) => ["run", "ats", "--template-id", template, ...more];
const all = ["--commit-status", "--comment", "--check-name", "shop tests"];

async function gitLab() {
  const server = await startGitLab();
  return withJobs(server, gitLabJob(server), place);
}

describe("on GitLab", () => {
  it.for([
    ["pass", 0, ["pending", "success"], "## ✅ Passed"],
    ["fail", 1, ["pending", "failed"], "## ❌ Failed"],
  ] as const)("the status and the note of a run that ends as %s", async ([template, code, states, head]) => {
    await using host = await gitLab();
    const end = await host.run(start(template, ...all));
    expect(end.code, end.text).toBe(code);
    expect(end.text).not.toContain("was not written");
    expect(statesOf(host.server)).toEqual(states);
    expect(host.server.statuses.get("shop tests")).toMatchObject({ pipeline_id: 77 });
    expect(host.server.notes.map(({ body }) => body)).toEqual([expect.stringContaining(head)]);
  });

  it("a status stays pending until somebody comes back, although GitLab refuses to make it pending twice", async () => {
    await using host = await gitLab();
    const more = ["--commit-status", "--check-name", "x"];
    const began = await host.run(["start", "ats", "--template-id", "slow", ...more]);
    const ref = /ats:\S+/.exec(began.text)?.[0] ?? "";
    for (let look = 0; look < 2; look++) {
      const looked = await host.run(["attach", ref, "--no-wait", ...more]);
      expect(looked.code, looked.text).toBe(4);
      expect(looked.text).not.toContain("was not written");
    }
    expect(statesOf(host.server)).toEqual(["pending"]);
  });

  it("a cancelled job cancels the status", async () => {
    await using host = await gitLab();
    const end = await host.run(start("slow", ...all), {}, /Running/);
    expect(end.code).toBe(130);
    expect(statesOf(host.server)).toEqual(["pending", "canceled"]);
  });

  it("the note is found among hundreds, and pages with gaps, by its marker and its author", async () => {
    await using host = await gitLab();
    const { server } = host;
    await host.run(start("fail", "--comment", "--check-name", "x"));
    const said = server.notes[0]?.body ?? "";
    const note = (id: number, author: number, body: string, more = {}) => ({
      id,
      author,
      body,
      system: false,
      ...more,
    });
    const others = Array.from({ length: 220 }, (_, index) =>
      note(100 + index, 8, "Fine", index % 3 === 0 && { hidden: true }),
    );
    server.notes.splice(0, 1, note(90, 8, said), note(91, 3, said, { system: true }), ...others, note(999, 3, said));
    await host.run(start("pass", "--comment", "--check-name", "x"));
    expect(server.notes).toHaveLength(223);
    expect(server.notes.find(({ id }) => id === 999)?.body).toContain("## ✅ Passed");
    expect(server.notes.slice(0, 2).map(({ body }) => body)).toEqual([said, said]);
  });

  it("the merge request is found by the commit if the pipeline is of a branch, or another commit is named", async () => {
    await using host = await gitLab();
    await host.run(start("pass", ...all), { CI_MERGE_REQUEST_IID: "" });
    await host.run(start("pass", ...all, "--commit", gitLabHead), {
      CI_COMMIT_SHA: "f".repeat(40),
      CI_MERGE_REQUEST_IID: "1",
    });
    expect(host.server.notes).toHaveLength(1);
    expect(host.server.statuses.get("shop tests")).not.toHaveProperty("pipeline_id");
  });

  it("a token that may not write is a warning that says what it needs", async () => {
    await using host = await gitLab();
    host.server.mayWrite = false;
    const end = await host.run(start("pass", ...all));
    expect(end.code, end.text).toBe(0);
    expect(end.text).toContain("GitLab says 403 (403 Forbidden). The token needs the scope `api`");
    expect(end.text.match(/Warning: /g)).toHaveLength(2);
  });
});

describe("the options for GitHub and GitLab", () => {
  it.each([
    { args: ["attach", "ats:SHOP-1/1", "--commit-status"], says: /--check-name \(or REMOTEST_CHECK_NAME\) is missing/ },
    { args: ["start", "ats", "--template-id", "pass", "--commit-status"], says: /--check-name .* is missing/ },
    { args: start("pass", "--comment", "--check-name", "two\nlines"), says: /must be one line of plain text/ },
    { args: start("pass", "--comment", "--check-name", "x".repeat(101)), says: /--check-name/ },
    { args: start("pass", "--commit", "main"), says: /--commit .* must be the full hash of a commit.*"main"/ },
    { args: start("pass", "--commit", "../../../user"), says: /must be the full hash/ },
    { args: start("pass", "--ci-token", "glpat-1"), says: /REMOTEST_CI_TOKEN/ },
  ])("$args: refused before anything is sent", async ({ args, says }) => {
    await using host = await gitLab();
    const end = await host.run(args);
    expect(end.code).toBe(2);
    expect(end.text).toMatch(says);
    expect(host.server.requests).toEqual([]);
  });
});
