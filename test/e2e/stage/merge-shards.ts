import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { openWorkspace, runArgs, type Service, type Workspace } from "./workspace.ts";

/** The report directories of each kind of shard: made once, and copied for each test. */
const kinds: Readonly<Record<string, readonly [Service, string]>> = {
  passing: ["apptest", "pass"],
  failing: ["apptest", "fail"],
  "ats-passing": ["ats", "pass"],
  refused: ["apptest", "maintenance"],
};

/** Shards to merge, and the sandbox in which they ran. `await using` or `afterAll` removes them. */
export interface MergeShards extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** Makes a workspace with a copy of a shard in each of the given directories. */
  readonly workspace: (given: Readonly<Record<string, string>>) => Promise<Workspace>;
}

/** Runs the command once for each kind of shard. */
export async function makeShards(): Promise<MergeShards> {
  const sandbox = await startSandbox({ port: 0, speed: 150 });
  const shards = await openWorkspace(sandbox.url);
  await Promise.all(
    Object.entries(kinds).map(([dir, [service, name]]) =>
      shards.remotest(runArgs(service, name, "--report-dir", dir, "--fail-on", "never")),
    ),
  );
  return {
    sandbox,
    workspace: async (given) => {
      // Nothing listens at this address: merging needs no network.
      const space = await openWorkspace("http://127.0.0.1:1");
      for (const [dir, kind] of Object.entries(given))
        await cp(join(shards.path, kind), join(space.path, dir), { recursive: true });
      return space;
    },
    [Symbol.asyncDispose]: async () => {
      await shards[Symbol.asyncDispose]();
      await sandbox.close();
    },
  };
}

/** The document of `merge --json`, as far as the tests read it. */
export interface MergeResult {
  readonly verdict: string;
  readonly total: number;
  readonly warnings: readonly string[];
  readonly runs: readonly {
    readonly name: string;
    readonly ref: string | null;
    readonly error?: { readonly code: string };
  }[];
}
