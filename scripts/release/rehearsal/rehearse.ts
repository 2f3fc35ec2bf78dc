// Rehearses a release on this machine: builds it, publishes it, takes each way in as a stranger, and upgrades to a next
// release.
import { join } from "node:path";
import { openArtefacts } from "../artefacts.ts";
import { run } from "../program.ts";
import { azure } from "./azure.ts";
import { clients } from "./clients.ts";
import { command } from "./command.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { jenkins } from "./jenkins.ts";
import type { ReleaseClone } from "./release-clone.ts";
import { readmeOf } from "./readme.ts";
import { startReleasedSandbox } from "./sandbox.ts";
import type { Stage } from "./stage.ts";
import type { Row } from "./table.ts";
import { tagsAt, upgraded } from "./upgrade.ts";
import { type Scenario, scenarios, type Surroundings, type WayIn } from "./way-in.ts";

/** Every way in, in the order of the README. */
const waysIn: readonly WayIn[] = [github, ...azure, gitlab, jenkins, command, clients];

/** The subject of a rehearsal. */
export interface Rehearsal {
  /** The clone whose last commit was built. */
  readonly clone: ReleaseClone;
  /** The folder of the build. */
  readonly built: string;
  /** The empty targets. */
  readonly stage: Stage;
}

/**
 * Publishes a build, takes each way in, and upgrades to a next release, which is built for this.
 * @throws {Error} if the release refuses the build or the targets, or cannot be published.
 */
export async function rehearse({ clone, built, stage }: Rehearsal): Promise<readonly Row[]> {
  await publishTo(stage, clone, built);
  const { version } = await openArtefacts(built);
  await using sandbox = await startReleasedSandbox(version, await stage.stranger());
  const around = { stage, readme: readmeOf(clone.path), sandbox: sandbox.url };
  const next = join(stage.folder, "next");
  // The ways in mostly wait, so the next release is built meanwhile.
  const [rows] = await Promise.all([Promise.all(waysIn.map((way) => take(way, around))), buildNext(clone, next)]);
  const before = await tagsAt(stage.targets);
  await publishTo(stage, clone, next);
  const after = { tags: await tagsAt(stage.targets), again: await publishTo(stage, clone, next) };
  return [...rows, await upgraded(stage, { from: version, to: (await openArtefacts(next)).version }, before, after)];
}

/** Publishes a build to the stage, with the program of the clone in which it was built. */
async function publishTo(stage: Stage, clone: ReleaseClone, built: string): Promise<string> {
  return run(process.execPath, stage.publishing(built), { cwd: clone.path, env: stage.publisher });
}

/** Takes a way in with a run that passes and a run that fails. */
export async function take(way: WayIn, around: Surroundings): Promise<Row> {
  const seen = new Map<Scenario, string>();
  let problem = "";
  for (const scenario of scenarios) {
    const { verdict, log } = await way.take(around, scenario).catch((error: unknown) => ({
      verdict: "broken",
      log: error instanceof Error ? (error.stack ?? error.message) : String(error),
    }));
    seen.set(scenario, verdict);
    if (verdict !== way.expected[scenario])
      problem += `${way.name}, ${scenario}: expected "${way.expected[scenario]}", got "${verdict}".\n${log}\n`;
  }
  return { name: way.name, cells: [...seen.values()], problem: problem || undefined };
}

async function buildNext(clone: ReleaseClone, folder: string): Promise<void> {
  await clone.describeChange();
  await clone.raiseVersions();
  await clone.build(folder);
}
