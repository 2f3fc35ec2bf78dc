import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "../stage/command.ts";
import { requirePeer } from "../stage/peer.ts";

const root = join(import.meta.dirname, "../../..");

requirePeer("a git repository", ["git", "-C", root, "rev-parse", "HEAD"])("a release that cannot be built", () => {
  let place: string;
  let clone: string;
  let scratch: string;
  const git = (...args: readonly string[]): string =>
    execFileSync("git", ["-C", clone, "-c", "user.name=A", "-c", "user.email=a@example.com", ...args], {
      encoding: "utf8",
    });
  beforeAll(async () => {
    place = await mkdtemp(join(tmpdir(), "remotest-broken-build-"));
    [clone, scratch] = [join(place, "clone"), join(place, "scratch")];
    await mkdir(scratch);
    execFileSync("git", ["clone", "--quiet", root, clone]);
  });
  afterAll(() => rm(place, { recursive: true, force: true }));

  /** Commits another script instead of the one that sets a checkout up, and starts a build of this commit. */
  async function build(setUp: string, ...more: readonly string[]): Promise<ReturnType<typeof spawn>> {
    await writeFile(join(clone, "scripts/set-up.mjs"), setUp);
    git("commit", "--quiet", "--allow-empty", "--message", "Broken", "scripts/set-up.mjs");
    const program = join(clone, "scripts/release/release.ts");
    const env = { ...process.env, TMPDIR: scratch };
    return spawn(process.execPath, [program, "--build", join(place, "built"), ...more], { env, stdio: "pipe" });
  }

  async function endOf(child: ReturnType<typeof spawn>): Promise<{ readonly code: unknown; readonly said: string }> {
    let said = "";
    child.stderr?.on("data", (text: Buffer) => (said += text.toString("utf8")));
    const [code] = (await once(child, "close")) as unknown[];
    return { code, said };
  }

  test("because its script fails", async () => {
    const { code, said } = await endOf(await build("process.exit(7);\n"));
    expect([code, said]).toEqual([
      1,
      expect.stringMatching(/✗ \S+ scripts\/set-up\.mjs collect-release \S+ ended with 7\./),
    ]);
  });

  test("because there is no such commit", async () => {
    const { code, said } = await endOf(await build("process.exit(8);\n", "--commit", "v0.0.0-none"));
    expect([code, said]).toEqual([1, expect.stringContaining("✗ There is no commit v0.0.0-none.")]);
  });

  test("because of a signal, which stops everything that was started", async () => {
    const started = join(place, "started");
    const child = await build(
      `import { execFileSync } from "node:child_process";
       execFileSync("bash", ["-c", 'echo $$ > "$1"; exec sleep 60', "bash", ${JSON.stringify(started)}]);\n`,
    );
    const end = endOf(child);
    await until(() => existsSync(started) && readFileSync(started, "utf8") !== "", "the build is started");
    child.kill("SIGTERM");
    expect((await end).code).toBe(1);
    await until(() => !existsSync(`/proc/${readFileSync(started, "utf8").trim()}`), "what it started is stopped");
  });

  test("leaves no worktree and no files behind", async () => {
    expect(git("worktree", "list", "--porcelain").match(/^worktree /gm)).toHaveLength(1);
    expect((await readdir(scratch)).filter((name) => name.startsWith("remotest-"))).toEqual([]);
    expect(existsSync(join(place, "built"))).toBe(false);
  });
});
