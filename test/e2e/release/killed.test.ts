import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { digests } from "../../../scripts/release/artefacts.ts";
import { gitAddresses, openStage, type Stage } from "../../../scripts/release/rehearsal/stage.ts";
import { requirePeer } from "../stage/peer.ts";
import { type SmallRelease, smallRelease } from "./small-release.ts";

const program = join(import.meta.dirname, "../../../scripts/release/release.ts");

/**
 * Instead of git, npm and tfx: runs the real one. If it publishes, the call is recorded, and with KILL the release is killed
 * before it or after it, when the target has accepted but the release does not know it yet.
 */
const shim = (real: string): string => `#!/bin/bash
case " $* " in *" push "*|*" publish "*) ;; *) exec ${real} "$@" ;; esac
[ "$KILL" != before ] || { kill -KILL $PPID; exit 1; }
${real} "$@" || exit
echo "$*" >> "$CALLS"
[ "$KILL" != after ] || kill -KILL $PPID
`;

/** How a start of the release ended. */
interface End {
  readonly killed: boolean;
  readonly said: string;
  readonly failed: boolean;
}

requirePeer("bash", ["bash", "--version"])("a release that is killed", () => {
  let small: SmallRelease;
  let killed: Stage;
  let calm: Stage;
  beforeAll(async () => {
    small = await smallRelease();
    [killed, calm] = [await openStage(), await openStage()];
    for (const stage of [killed, calm]) {
      await mkdir(join(stage.folder, "bin"));
      for (const name of ["git", "npm", "tfx"]) {
        const file = join(stage.folder, "bin", name);
        await writeFile(
          file,
          shim(execFileSync("which", [name], { encoding: "utf8", env: { ...process.env, ...stage.publisher } }).trim()),
        );
        await chmod(file, 0o755);
      }
    }
  });
  afterAll(async () => {
    for (const each of [small, killed, calm]) await each[Symbol.asyncDispose]();
  });

  /** Starts the release; kills it in its next call that publishes. */
  async function start(stage: Stage, kill: "before" | "after" | "never"): Promise<End> {
    const [, ...args] = stage.publishing(small.built);
    const child = spawn(process.execPath, [program, ...args], {
      cwd: small.repository,
      env: {
        ...process.env,
        ...stage.publisher,
        PATH: `${join(stage.folder, "bin")}:${stage.publisher["PATH"]}`,
        CALLS: join(stage.folder, "calls"),
        KILL: kill,
      },
    });
    let said = "";
    const read = (text: Buffer): void => void (said += text.toString("utf8"));
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    const [code, signal] = (await once(child, "close")) as [number | null, NodeJS.Signals | null];
    return { killed: signal === "SIGKILL", said, failed: code !== 0 };
  }

  /** The calls that published, without what differs from stage to stage. */
  async function callsOf({ folder, registry, targets }: Stage): Promise<readonly string[]> {
    const text = (await readFile(join(folder, "calls"), "utf8"))
      .replaceAll(folder, "")
      .replaceAll(registry, "")
      .replaceAll(targets.marketplace.url ?? "", "");
    return text
      .replaceAll(/--git-dir=\S+ /g, "")
      .split("\n")
      .filter(Boolean);
  }

  /** Everything that is at the targets: refs, packages, files. */
  async function stateOf(stage: Stage): Promise<unknown> {
    const refs = Object.entries(gitAddresses(stage.targets)).map(
      ([name, address]) => [name, execFileSync("git", ["ls-remote", address], { encoding: "utf8" })] as const,
    );
    const { versions, ...document } = (await (await fetch(`${stage.registry}remotest`)).json()) as {
      readonly versions: Readonly<Record<string, { readonly dist: { readonly integrity: string } }>>;
      readonly "dist-tags": unknown;
    };
    const packages = Object.entries(versions).map(([version, { dist }]) => [version, dist.integrity]);
    const folders = ["gallery", "page"].map((name) => digests(join(stage.folder, name)));
    return [refs, packages, document["dist-tags"], await Promise.all(folders)];
  }

  test("in each step, ends the same as one that was not, with nothing published twice", async () => {
    // The page is a folder, which the release itself writes: the half that a kill left is there before.
    await mkdir(join(killed.folder, "page/.v1.0.0.draft"), { recursive: true });
    await writeFile(join(killed.folder, "page/.v1.0.0.draft/half"), "half");
    // A tag of the sources, a package, an extension, three mirrors, three moving tags.
    for (let call = 1; call <= 9; call++) {
      // Between two calls, only these are different programs.
      if (call === 2 || call === 3 || call === 4)
        expect((await start(killed, "before")).killed, `before call ${call}`).toBe(true);
      expect((await start(killed, "after")).killed, `after call ${call}`).toBe(true);
    }
    const last = await start(killed, "never");
    expect(last, last.said).toMatchObject({ killed: false, failed: false });
    expect((await start(killed, "before")).said).toBe("This release is complete; nothing is published.\n");

    const whole = await start(calm, "never");
    expect(whole, whole.said).toMatchObject({ killed: false, failed: false });
    expect(await stateOf(killed)).toEqual(await stateOf(calm));
    expect(await callsOf(killed)).toEqual(await callsOf(calm));
    expect(await callsOf(calm)).toHaveLength(9);
  }, 240_000);
});
