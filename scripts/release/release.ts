// Builds and publishes a release. Everything it needs to publish comes with Node, npm and git, so no code of a
// dependency runs beside a token; only the Marketplace needs Microsoft's tool, and GitHub's page `gh`.
//   pnpm release --build <folder> [--commit <name>]     builds the release of a commit, HEAD by default
//   pnpm release --publish <folder> [--only <group>]    publishes it; a release that was interrupted is completed
//   pnpm release --rehearse [--built <folder>]          does both on this machine, and tries each way in
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { openArtefacts } from "./artefacts.ts";
import { run } from "./program.ts";
import { ReleaseRefusal } from "./release-refusal.ts";
import { releaseSteps } from "./steps.ts";
import { type Group, groups, release } from "./step.ts";
import { publicTargets, type Targets } from "./targets.ts";
import { withTreeOfCommit } from "./tree-of-commit.ts";

const root = join(import.meta.dirname, "../..");
const options = {
  build: { type: "string" },
  commit: { type: "string", default: "HEAD" },
  publish: { type: "string" },
  only: { type: "string" },
  /** A JSON file with other targets, as a rehearsal has them. */
  targets: { type: "string" },
  rehearse: { type: "boolean", default: false },
  built: { type: "string" },
} as const;

/** Builds everything that a release publishes, in a clean checkout of its commit and by its own scripts. */
async function buildRelease(repository: string, commit: string, folder: string): Promise<void> {
  await withTreeOfCommit(repository, commit, (_tree, inTree) =>
    inTree(process.execPath, "scripts/set-up.mjs", "collect-release", resolve(folder)),
  );
}

/**
 * Publishes what was built. The working directory is a checkout of its commit.
 * @throws {ReleaseRefusal} if it is another commit.
 */
async function publishRelease(folder: string, targets: Targets, only?: Group): Promise<void> {
  const built = await openArtefacts(folder);
  const head = (await run("git", ["rev-parse", "HEAD"])).trim();
  if (built.commit !== head)
    throw new ReleaseRefusal(
      `${folder} was built of ${built.commit}, but this is ${head}.`,
      "Check out the commit that was built.",
    );
  const steps = releaseSteps(built, targets, process.cwd());
  await release(steps, { ...(only && { only }), say: (line) => console.log(line) });
}

/** Rehearses the release of the last commit, or of a folder in which it was built. */
async function rehearseHere(built: string | undefined): Promise<void> {
  // The code that publishes does not load what only a rehearsal needs.
  const { rehearseRelease } = await import("./rehearsal/rehearse-release.ts");
  if (!(await rehearseRelease(root, built && resolve(built)))) process.exitCode = 1;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  const { only } = values;
  if (only !== undefined && !isGroup(only))
    throw new ReleaseRefusal(`${only} is not a group.`, `Use one of ${groups.join(", ")}.`);
  if (values.build !== undefined) await buildRelease(root, values.commit, values.build);
  else if (values.publish !== undefined) await publishRelease(values.publish, await readTargets(values.targets), only);
  else if (values.rehearse) await rehearseHere(values.built);
  else
    throw new ReleaseRefusal(
      "Nothing to do.",
      "Use --build <folder>, --publish <folder> or --rehearse; see RELEASING.md.",
    );
}

async function readTargets(file: string | undefined): Promise<Targets> {
  return file === undefined ? publicTargets : (JSON.parse(await readFile(file, "utf8")) as Targets);
}

function isGroup(name: string): name is Group {
  return (groups as readonly string[]).includes(name);
}

function explain(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(explain).join("\n");
  if (error instanceof ReleaseRefusal) return `✗ ${error.message}\n  → ${error.advice}`;
  return `✗ ${error instanceof Error ? error.message : String(error)}`;
}

if (import.meta.main)
  await main().catch((error: unknown) => {
    console.error(explain(error));
    process.exitCode = 1;
  });
