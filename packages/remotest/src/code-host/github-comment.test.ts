import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { gitHubJob, openWorkplace, withJobs, type Workplace } from "./code-host.fixture.ts";
import { head, idOf, startGitHub } from "./github-server.fixture.ts";

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

  it.each([
    { what: "the event is a push", args: [], env: { GITHUB_EVENT_PATH: "", GITHUB_SHA: head } },
    { what: "the user names it, whatever the event", args: ["--commit", head], env: {} },
  ])("is found by the commit if $what", async ({ args, env }) => {
    await using host = await gitHub();
    const end = await host.run([...comment("pass"), ...args], env);
    expect(end.code, end.text).toBe(0);
    expect(host.server.requests.map(({ path }) => path)).toContain(`/repos/octo/shop/commits/${head}/pulls`);
    expect(host.server.comments).toHaveLength(1);
  });

  it("is not written where there is no pull request, and that causes no warning", async () => {
    await using host = await gitHub();
    host.server.faults.push({ status: 200, document: [] });
    const { code, text } = await host.run(comment("pass"), { GITHUB_EVENT_PATH: "", GITHUB_SHA: head });
    expect(code, text).toBe(0);
    expect(text).toContain("No comment: this commit is not the head of an open pull request.");
    expect(text).not.toContain("Warning");
    expect(host.server.comments).toEqual([]);
  });
});
