/**
 * Returns the command that runs the line after it in a shell that finds Remotest. Two settings of npm, which a repository or a
 * machine may have, must not change what runs: with `workspaces`, npm would run the line in every workspace, and so start
 * a run in each, and even without it in the folder of a workspace instead of the current one; `script-shell` may name a
 * shell that reads the quotes of the line in another way, as that of Windows does.
 *
 * @example npxCall("1.2.0") // "npx --yes --workspaces=false --script-shell=sh --package=remotest@1.2.0 --call"
 */
export function npxCall(version: string): string {
  return `npx --yes --workspaces=false --script-shell=sh --package=remotest@${version} --call`;
}
