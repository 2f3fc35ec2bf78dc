import { join } from "node:path";
import { run } from "../program.ts";
import { cloneForRelease } from "./release-clone.ts";
import { rehearse } from "./rehearse.ts";
import { openStage } from "./stage.ts";
import { tableOf } from "./table.ts";

/**
 * Rehearses the release of a repository's last commit, and prints the table.
 * @param built the folder of a build of this commit; by default it is built first, with the versions raised
 * @returns whether every row is as it must be
 */
export async function rehearseRelease(repository: string, built?: string): Promise<boolean> {
  const changed = (await run("git", ["status", "--porcelain"], { cwd: repository })).trim();
  if (changed !== "") console.error("The last commit is rehearsed; what is not committed is not part of it.");
  await using stage = await openStage();
  await using clone = await cloneForRelease(repository);
  const folder = built ?? join(stage.folder, "built");
  if (built === undefined) {
    console.error("Building the release…");
    await clone.raiseVersions();
    await clone.build(folder);
  }
  console.error("Publishing it on this machine, and taking each way in…");
  const rows = await rehearse({ clone, built: folder, stage });
  for (const { problem } of rows) if (problem !== undefined) console.error(problem);
  console.log(tableOf(rows));
  return rows.every(({ problem }) => problem === undefined);
}
