// Rehearses a release on this machine: builds it, publishes it, takes each way in as a stranger, and upgrades to a next
// release.
import { join } from "node:path";
import { openArtefacts } from "../artefacts.ts";
import { run } from "../program.ts";
import { majorOf, type Version } from "../version.ts";
import { azure } from "./azure.ts";
import { clients } from "./clients.ts";
import { command } from "./command.ts";
import { execute } from "./execute.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { jenkins } from "./jenkins.ts";
import type { ReleaseClone } from "./release-clone.ts";
import { readmeOf } from "./readme.ts";
import { startReleasedSandbox } from "./sandbox.ts";
import { gitAddresses, type Stage } from "./stage.ts";
import { type Scenario, scenarios, type Surroundings, type WayIn } from "./way-in.ts";

/** Every way in, in the order of the README. */
const waysIn: readonly WayIn[] = [github, ...azure, gitlab, jenkins, command, clients];

/** One row of the table. */
export interface Row {
  readonly name: string;
  readonly cells: readonly string[];
  /** What was expected and printed instead; undefined if the row is as it must be. */
  readonly problem: string | undefined;
}

/** What is rehearsed. */
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
  await using sandbox = await startReleasedSandbox(await stage.stranger());
  const around = { stage, readme: readmeOf(clone.path), sandbox: sandbox.url };
  const next = join(stage.folder, "next");
  // The ways in mostly wait, so the next release is built meanwhile.
  const [rows] = await Promise.all([Promise.all(waysIn.map((way) => take(way, around))), buildNext(clone, next)]);
  return [...rows, await upgrade({ clone, built: next, stage }, (await openArtefacts(built)).version)];
}

/** Publishes a build to the stage, with the program of the clone in which it was built. */
export async function publishTo(stage: Stage, clone: ReleaseClone, built: string): Promise<string> {
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

/** Publishes the next release and checks what moves: `v1` and what npx runs, but no version. */
async function upgrade(next: Rehearsal, before: Version): Promise<Row> {
  const { stage, clone, built } = next;
  const { version } = await openArtefacts(built);
  const was = await tagsOf(stage);
  await publishTo(stage, clone, built);
  const is = await tagsOf(stage);
  const { home, env } = await stage.stranger();
  const npx = await execute("npx", ["--yes", `remotest@${majorOf(version)}`, "--version"], { cwd: home, env });
  const again = await publishTo(stage, clone, built);
  const checks: readonly (readonly [what: string, holds: boolean])[] = [
    [`v${before} stays`, [...was].every(([tag, commit]) => isMajor(tag) || is.get(tag) === commit)],
    [
      `v1 is v${version}`,
      [...is].every(([tag, commit]) => !isMajor(tag) || is.get(`${tag}${rest(version)}`) === commit),
    ],
    [`npx runs ${version}`, npx.stdout.trim() === version],
    ["again: nothing", again.startsWith("This release is complete")],
  ];
  const wrong = checks.filter(([, holds]) => !holds).map(([what]) => what);
  const tags = JSON.stringify({ was: [...was], is: [...is] }, null, 2);
  return {
    name: `upgrade from ${before}`,
    cells: [
      checks
        .slice(0, 2)
        .map(([what]) => what)
        .join(", "),
      checks
        .slice(2)
        .map(([what]) => what)
        .join(", "),
    ],
    problem: wrong.length > 0 ? `Not so: ${wrong.join(", ")}.\n${tags}\n${npx.log}\n${again}` : undefined,
  };
}

const isMajor = (tag: string): boolean => /\/v?\d+$/.test(tag);
const rest = (version: Version): string => version.slice(majorOf(version).length);

/** The commits of all tags, by `<repository> refs/tags/<tag>`. */
async function tagsOf({ targets }: Stage): Promise<ReadonlyMap<string, string>> {
  const all = Object.entries(gitAddresses(targets)).map(async ([name, address]) => {
    const lines = (await run("git", ["ls-remote", "--tags", address])).split("\n").filter(Boolean);
    return lines.map((line) => line.split("\t")).map(([id = "", tag = ""]) => [`${name} ${tag}`, id] as const);
  });
  return new Map((await Promise.all(all)).flat());
}

/** The rows as a table for a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const lines = [
    ["", "way in", "a passing run", "a failing run"],
    ...rows.map(({ name, cells, problem }) => [problem === undefined ? "✓" : "✗", name, ...cells]),
  ];
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
