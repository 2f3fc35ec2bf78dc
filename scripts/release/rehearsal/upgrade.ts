import { run } from "../program.ts";
import type { Targets } from "../targets.ts";
import { majorOf, type Version } from "../version.ts";
import { execute } from "./execute.ts";
import { gitAddresses, type Stage } from "./stage.ts";
import type { Row } from "./table.ts";

/** The commits of all tags, by `<repository> refs/tags/<tag>`. */
export type Tags = ReadonlyMap<string, string>;

/** Returns the tags of every repository that a release writes. */
export async function tagsAt(targets: Targets): Promise<Tags> {
  const all = Object.entries(gitAddresses(targets)).map(async ([name, address]) => {
    const lines = (await run("git", ["ls-remote", "--tags", address])).split("\n").filter(Boolean);
    return lines.map((line) => line.split("\t")).map(([id = "", tag = ""]) => [`${name} ${tag}`, id] as const);
  });
  return new Map((await Promise.all(all)).flat());
}

/**
 * Checks what a next release moved: `v1` and what npx runs, but no version.
 * @param after the tags, and what the program said when the same release was published again
 */
export async function upgraded(
  stage: Stage,
  { from, to }: { readonly from: Version; readonly to: Version },
  before: Tags,
  after: { readonly tags: Tags; readonly again: string },
): Promise<Row> {
  const { home, env } = await stage.stranger();
  const major = majorOf(to);
  const npx = await execute("npx", ["--yes", `remotest@${major}`, "--version"], { cwd: home, env });
  const versions = [...before].filter(([tag]) => tag.endsWith(from));
  const moving = [...after.tags].filter(([tag]) => tag.endsWith(`/v${major}`));
  const stays = versions.length === 4 && versions.every(([tag, commit]) => after.tags.get(tag) === commit);
  const moves =
    moving.length === 3 && moving.every(([tag, commit]) => after.tags.get(tag.replace(/v\d+$/, `v${to}`)) === commit);
  const checks = [
    { what: `v${from} stays`, holds: stays },
    { what: `v${major} is v${to}`, holds: moves },
    { what: `npx runs ${to}`, holds: npx.stdout.trim() === to },
    { what: "again: nothing", holds: after.again.startsWith("This release is complete") },
  ];
  const words = checks.map(({ what, holds }) => (holds ? what : `NOT ${what}`));
  const tags = JSON.stringify({ before: [...before], after: [...after.tags] }, null, 2);
  return {
    name: `upgrade from ${from}`,
    cells: [words.slice(0, 2).join(", "), words.slice(2).join(", ")],
    problem: checks.every(({ holds }) => holds)
      ? undefined
      : `${words.join(", ")}\n${tags}\n${npx.log}\n${after.again}`,
  };
}
