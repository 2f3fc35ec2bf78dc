// Runs a workflow in act: real jobs, a real matrix, and our action as it ships.
import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { exampleActions } from "../../../../scripts/generate/examples/examples.ts";
import { buildPackage } from "../../stage/build-package.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../../..");
export const act: string = process.env["ACT"] ?? "act";

/** The outcome of a push to the user's repository. */
export interface Push {
  /** Of the commit. */
  readonly subject: string;
  /** Adds files to the repository. */
  readonly prepare?: (repository: string) => Promise<void>;
  readonly env: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly variables?: Readonly<Record<string, string>>;
  /** Default: a push. act runs no schedule. */
  readonly event?: "workflow_dispatch";
}

/**
 * Pushes a commit to a new repository that has an example of docs/ci as its workflow; without one, `prepare` writes the
 * workflow, and `example` is only its name.
 */
export type PushExample = (example: string, push: Push) => Promise<{ readonly code: number; readonly log: string }>;

const input = (names: readonly string[]): string => names.map((name) => `${name}: { description: "" }`).join(", ");
const composite = (names: readonly string[], script: string): string => `
name: Stand-in
description: Does what a job sees of the real one, which needs GitHub.
inputs: { ${input(names)} }
runs:
  using: composite
  steps:
    - shell: bash
      env: { NAME: "\${{ inputs.name }}", SOURCE: "\${{ inputs.path }}", PATTERN: "\${{ inputs.pattern }}", ID: "\${{ inputs.artifact-ids }}" }
      run: ${script}
`;

/** Artifacts are folders in $ARTIFACT_STORE; without it there are none. There is never anything in the cache. */
const standIns: Readonly<Record<string, string>> = {
  "actions/cache": composite(["path", "key", "restore-keys"], "true"),
  "actions/upload-artifact": composite(
    ["name", "path", "overwrite", "retention-days", "if-no-files-found"],
    'if [ -n "$ARTIFACT_STORE" ]; then mkdir -p "$ARTIFACT_STORE/$NAME" && cp -R "$SOURCE/." "$ARTIFACT_STORE/$NAME/"; fi',
  ),
  "actions/download-artifact": composite(
    ["name", "pattern", "path", "artifact-ids", "run-id", "github-token"],
    'mkdir -p "$SOURCE" && if [ -n "$ID" ]; then cp -R "$ARTIFACT_STORE/$ID/." "$SOURCE/"; else cp -R "$ARTIFACT_STORE/"$PATTERN "$SOURCE/"; fi',
  ),
};

/** Builds the action, and lays it out with what replaces GitHub's own actions, in a folder. */
export async function openAct(place: string): Promise<PushExample> {
  await buildPackage("github-action");
  const ours = join(place, "github-action");
  for (const part of ["action.yml", "dist"])
    await cp(join(root, "packages/github-action", part), join(ours, part), { recursive: true });
  const versions = await exampleActions();
  const local = [`remotest/github-action@v1=${ours}`];
  for (const [name, manifest] of Object.entries(standIns)) {
    const folder = join(place, "stand-in", name);
    for (const part of [".", "restore", "save"]) {
      await mkdir(join(folder, part), { recursive: true });
      await writeFile(join(folder, part, "action.yml"), manifest);
    }
    local.push(`${name}@${versions.get(name)}=${folder}`);
  }
  return (example, push) => pushTo(place, local, example, push);
}

async function pushTo(
  place: string,
  local: readonly string[],
  example: string,
  { subject, prepare, env, secrets, variables = {}, event }: Push,
): ReturnType<PushExample> {
  const repository = await mkdtemp(join(place, "shop-"));
  const workflow = join(".github/workflows", example);
  await mkdir(dirname(join(repository, workflow)), { recursive: true });
  if (existsSync(join(root, "docs/ci", example))) await cp(join(root, "docs/ci", example), join(repository, workflow));
  await prepare?.(repository);
  const git = (...args: string[]): Promise<unknown> => run("git", args, { cwd: repository });
  await git("init", "-q", "-b", "main");
  await git("remote", "add", "origin", "https://github.com/octo/shop");
  await git("add", ".");
  await git("-c", "user.name=Octo", "-c", "user.email=octo@example.com", "commit", "-q", "-m", subject);
  const pairs = (option: string, of: Readonly<Record<string, string>>): readonly string[] =>
    Object.entries(of).flatMap(([name, value]) => [option, `${name}=${value}`]);
  const given = [
    event ?? "push",
    "-W",
    workflow,
    "-P",
    "ubuntu-latest=-self-hosted",
    ...local.flatMap((each) => ["--local-repository", each]),
    ...pairs("-s", secrets),
    ...pairs("--var", variables),
    ...pairs("--env", env),
  ];
  // A separate cache for act, so that runs do not share one.
  const own = { ...process.env, XDG_CACHE_HOME: `${repository}-cache`, NO_COLOR: "1" };
  try {
    const { stdout, stderr } = await run(act, given, { cwd: repository, env: own, maxBuffer: 2 ** 26 });
    return { code: 0, log: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, log: stdout + stderr };
  }
}
