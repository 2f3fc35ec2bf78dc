import { execFileSync } from "node:child_process";
import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openArtefacts, recordArtefacts } from "../../../scripts/release/artefacts.ts";
import { moveMajorTag, pushFiles } from "../../../scripts/release/git-target.ts";
import { run } from "../../../scripts/release/program.ts";
import { jenkins } from "../../../scripts/release/rehearsal/jenkins.ts";
import { readmeOf } from "../../../scripts/release/rehearsal/readme.ts";
import { rehearse, take } from "../../../scripts/release/rehearsal/rehearse.ts";
import { cloneForRelease, type ReleaseClone } from "../../../scripts/release/rehearsal/release-clone.ts";
import { gitAddresses, openStage, type Stage } from "../../../scripts/release/rehearsal/stage.ts";
import { tableOf } from "../../../scripts/release/rehearsal/table.ts";
import { engineProbe } from "../plugins/jenkins/build.ts";
import { requirePeer } from "../stage/peer.ts";

const root = join(import.meta.dirname, "../../..");
const act = process.env["ACT"] ?? "act";
const programs = `git -C '${root}' rev-parse HEAD && '${act}' --version && rsync --version && unzip -v && openssl version`;
const probe = ["sh", "-c", `(${programs}) >&2 && exec "$@"`, "sh", ...engineProbe] as const;

requirePeer("git, act, rsync, unzip, openssl or the engine of Jenkins", probe)(
  "the release of the last commit, rehearsed",
  () => {
    let place: string;
    let clone: ReleaseClone;
    let built: string;
    let stage: Stage;
    const git = (...args: readonly string[]): string =>
      execFileSync("git", args, { cwd: clone.path, encoding: "utf8" }).trim();
    const inPackages = (path: string): string => join(clone.path, "packages", path);
    const changedLater = [
      "github-action/README.md",
      "github-action/src/main.ts",
      "jenkins-library/vars/remotestRun.txt",
    ];
    beforeAll(async () => {
      place = await mkdtemp(join(tmpdir(), "remotest-rehearsal-test-"));
      built = join(place, "built");
      clone = await cloneForRelease(root);
      await clone.raiseVersions();
      git("tag", "to-release");
      // A build is of its commit, whatever else is there.
      for (const file of changedLater) await appendFile(inPackages(file), "// later\n");
      git("-c", "user.name=A", "-c", "user.email=a@example.com", "commit", "--quiet", "--all", "--message", "Later");
      await appendFile(inPackages("gitlab-component/templates/run/template.yml"), "# uncommitted\n");
      await writeFile(inPackages("jenkins-library/vars/untracked.groovy"), "");
      const args = ["scripts/release/release.ts", "--build", built, "--commit", "to-release"];
      await run(process.execPath, args, { cwd: clone.path });
      git("reset", "--quiet", "--hard", "to-release");
      git("clean", "--quiet", "--force");
    }, 240_000);
    afterAll(async () => {
      await clone[Symbol.asyncDispose]();
      await rm(place, { recursive: true, force: true });
    });
    beforeEach(async () => {
      stage = await openStage();
    });
    afterEach(() => stage[Symbol.asyncDispose]());

    /** A copy of the build, in which something is wrong. */
    async function copyOfBuild(): Promise<string> {
      const folder = await mkdtemp(join(place, "faulty-"));
      await cp(built, folder, { recursive: true });
      return folder;
    }

    const refsAt = ({ targets }: Stage): string =>
      Object.values(gitAddresses(targets))
        .map((address) => execFileSync("git", ["ls-remote", address], { encoding: "utf8" }))
        .join("");

    async function expectRefused(folder: string, message: RegExp): Promise<void> {
      const before = refsAt(stage);
      await expect(rehearse({ clone, built: folder, stage })).rejects.toThrow(message);
      expect(refsAt(stage), "nothing is published").toBe(before);
    }

    test.for([
      "github-action/README.md",
      "github-action/action.yml",
      "gitlab-component/templates/run/template.yml",
      "jenkins-library/vars/remotestRun.txt",
      "jenkins-library/vars/remotestRun.groovy",
    ])("%s of a mirror is the commit's own", async (file) => {
      const text = await readFile(join(built, "mirrors", file), "utf8");
      expect(text.trim()).toBe(git("show", `to-release:packages/${file}`));
    });

    test("what is not committed is in no mirror, and no worktree is left over", async () => {
      const names = await readdir(join(built, "mirrors/jenkins-library/vars"));
      expect(names.toSorted()).toEqual([
        "remotestPlan.groovy",
        "remotestPlan.txt",
        "remotestRun.groovy",
        "remotestRun.txt",
      ]);
      expect(git("worktree", "list", "--porcelain").match(/^worktree /gm)).toHaveLength(1);
    });

    test("a file of a mirror is missing: refused", async () => {
      const folder = await copyOfBuild();
      await rm(join(folder, "mirrors/github-action/dist/post.js"));
      await expectRefused(folder, /✗ Not as it was built: mirrors\/github-action\/dist\/post\.js is missing\./);
    });

    test("a file of a mirror was never there: the way in shows it", async () => {
      const folder = await copyOfBuild();
      await rm(join(folder, "mirrors/jenkins-library/vars/remotestRun.groovy"));
      const { version, date } = await openArtefacts(built);
      const target = { address: stage.targets.jenkinsLibrary, prefix: "v" } as const;
      await pushFiles(target, version, join(folder, "mirrors/jenkins-library"), { message: "Not whole", date });
      await moveMajorTag(target, version);
      const row = await take(jenkins, { stage, readme: readmeOf(clone.path), sandbox: "http://127.0.0.1:9" });
      expect(row.cells).toEqual(["FAILURE", "FAILURE"]);
      expect(tableOf([row])).toMatch(/^✗ {2}Jenkins library/m);
    });

    test("a dist/ of another commit: refused, as other bytes and as a build of another commit", async () => {
      const folder = await copyOfBuild();
      await writeFile(join(folder, "mirrors/github-action/dist/main.js"), "// Built of another commit.\n");
      await expectRefused(folder, /✗ Not as it was built: mirrors\/github-action\/dist\/main\.js was changed\./);
      const { version, date } = await openArtefacts(built);
      await recordArtefacts(folder, { version, date, commit: "0123456789012345678901234567890123456789" });
      await expectRefused(folder, /✗ \S+ was built of 0123\d+, but this is /);
    });

    test("a version that was moved: refused, and v1 does not follow", async () => {
      const { version } = await openArtefacts(built);
      const moved = await mkdtemp(join(place, "moved-"));
      await writeFile(join(moved, "action.yml"), "name: Something else\n");
      const target = { address: stage.targets.githubAction, prefix: "v" } as const;
      await pushFiles(target, version, moved, { message: "Moved", date: "2026-01-31T12:00:00Z" });
      await expectRefused(built, new RegExp(`✗ v${version} at \\S+ names the files `));
    });

    test("each way in works for a stranger, and so does an upgrade", async () => {
      const rows = await rehearse({ clone, built, stage });
      for (const { name, problem } of rows) expect(problem, name).toBeUndefined();
      expect(rows.map(({ name }) => name.replace(/ \d.*/, ""))).toEqual([
        "GitHub Action",
        "Azure task, Node",
        "Azure task, Node",
        "GitLab component",
        "Jenkins library",
        "npx",
        "clients",
        "upgrade from",
      ]);
      console.log(tableOf(rows));
    }, 300_000);
  },
);
