import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defaultRunName } from "./run-name.ts";

let folder: string;
const before = process.cwd();
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-name-"));
  // Outside this repository, because its own history would supply a name.
  process.chdir(folder);
});
afterAll(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true });
});
const event = async (content: string): Promise<{ GITHUB_EVENT_PATH: string }> => {
  const path = join(folder, "event.json");
  await writeFile(path, content);
  return { GITHUB_EVENT_PATH: path };
};

describe("the default name of a run", () => {
  it("GitLab: the commit's title", async () => {
    expect(await defaultRunName({ CI_COMMIT_TITLE: "Fix login" })).toBe("Fix login");
  });
  it("Azure DevOps: the first line of the commit's message", async () => {
    expect(await defaultRunName({ BUILD_SOURCEVERSIONMESSAGE: "Fix login\n\nBecause" })).toBe("Fix login");
  });
  it.each([
    {
      title: "a push: the head commit",
      content: '{"head_commit":{"message":"Fix login\\n\\nBecause"}}',
      wanted: "Fix login",
    },
    { title: "a pull request: its title", content: '{"pull_request":{"title":"Fix login"}}', wanted: "Fix login" },
    { title: "a schedule: neither", content: "{}", wanted: "Remotest run" },
    { title: "a title that is not a text", content: '{"pull_request":{"title":7}}', wanted: "Remotest run" },
    { title: "invalid JSON", content: "{", wanted: "Remotest run" },
    { title: "null", content: "null", wanted: "Remotest run" },
  ])("GitHub, $title", async ({ content, wanted }) => {
    expect(await defaultRunName(await event(content))).toBe(wanted);
  });
  it("GitHub, an event file that does not exist", async () => {
    expect(await defaultRunName({ GITHUB_EVENT_PATH: join(folder, "none") })).toBe("Remotest run");
  });
  it("without any source: a plain name", async () => {
    expect(await defaultRunName({})).toBe("Remotest run");
    expect(await defaultRunName({ CI_COMMIT_TITLE: "", BUILD_SOURCEVERSIONMESSAGE: "" })).toBe("Remotest run");
    expect(await defaultRunName({ CI_COMMIT_TITLE: "\n" })).toBe("Remotest run");
  });
  it("git: the subject of the last commit", async () => {
    const git = (...args: string[]): unknown =>
      execFileSync("git", ["-c", "user.name=T", "-c", "user.email=t@example.com", ...args], { cwd: folder });
    git("init", "--quiet");
    git("commit", "--quiet", "--allow-empty", "--message", 'Fix "login" & 로그인\n\nBecause');
    expect(await defaultRunName({})).toBe('Fix "login" & 로그인');
  });
});
