import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { providerNames } from "../../../packages/remotest/src/providers/load-provider.ts";
import { remotest } from "../stage/command.ts";
import { requirePeer } from "../stage/peer.ts";

const peers = join(import.meta.dirname, "../stage/peers");
const run = promisify(execFile);
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "remotest-completion-"));
  for (const shell of ["bash", "zsh", "fish"]) {
    const { code, stdout, stderr } = await remotest(["completion", shell]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    await writeFile(join(dir, `script.${shell}`), stdout);
  }
  await writeFile(join(dir, "shop.apk"), "");
});
afterAll(() => rm(dir, { recursive: true }));

/** Lines whose last word is completed, and what a shell offers for it; [] if it offers nothing of its own. */
const offers: readonly { readonly line: string; readonly offered: readonly string[]; readonly never?: string }[] = [
  { line: "remotest ru", offered: ["run"] },
  { line: "remotest st", offered: ["start", "status"] },
  { line: "remotest run ", offered: [...providerNames].toSorted() },
  { line: "remotest completion ", offered: ["bash", "fish", "zsh"] },
  { line: "remotest run ats --app", offered: ["--app-id"] },
  { line: "remotest run apptest --app", offered: ["--app-file"] },
  { line: "remotest attach ats:A/1 --base", offered: ["--base-url"] },
  { line: "remotest run ats --fail-on ", offered: ["error", "failed", "never"] },
  { line: "remotest run apptest --os-type i", offered: ["iOS"] },
  { line: "remotest sandbox --s", offered: ["--speed"] },
  // Secrets have no option.
  { line: "remotest run ats --api", offered: [] },
];

requirePeer("bash", ["bash", "--version"])("bash completes", () => {
  it.each(offers)("$line", async ({ line, offered }) => {
    expect(await inBash(line.split(" "))).toEqual(offered);
  });

  it("the value after an equals sign, which bash takes for a word", async () => {
    expect(await inBash(["remotest", "run", "ats", "--fail-on", "="])).toEqual(["error", "failed", "never"]);
    expect(await inBash(["remotest", "run", "ats", "--fail-on", "=", "n"])).toEqual(["never"]);
  });

  it("nothing of its own for a path or a text: bash then completes files", async () => {
    for (const option of ["--app-file", "--timeout"])
      expect(await inBash(["remotest", "run", "apptest", option, ""])).toEqual([]);
  });

  it("with the line of the page", async () => {
    const { stdout } = await run("bash", ["-c", 'source "$0" && complete -p remotest', join(dir, "script.bash")]);
    expect(stdout).toBe("complete -o default -F _remotest remotest\n");
  });
});

async function inBash(words: readonly string[]): Promise<readonly string[]> {
  const script = join(peers, "complete-in-bash.sh");
  const { stdout } = await run("bash", [script, join(dir, "script.bash"), ...words]);
  return stdout.split("\n").filter(Boolean).toSorted();
}

requirePeer("fish", ["fish", "--version"])("fish completes", () => {
  it.each(offers)("$line", async ({ line, offered }) => {
    expect(await inFish(line)).toEqual(offered);
  });

  it("files for a path", async () => {
    expect(await inFish(`remotest run apptest --app-file ${dir}/sh`)).toEqual([`${dir}/shop.apk`]);
  });
});

async function inFish(line: string): Promise<readonly string[]> {
  const complete = 'source $argv[1]; complete --do-complete="$argv[2]"';
  const args = ["--no-config", "-c", complete, join(dir, "script.fish"), line];
  const { stdout } = await run("fish", args, { env: { ...process.env, HOME: dir } });
  return stdout
    .split("\n")
    .filter(Boolean)
    .map((each) => each.split("\t")[0] ?? "")
    .toSorted();
}

requirePeer("zsh", ["zsh", "--version"])("zsh completes", () => {
  it.each([
    { line: "remotest ru", typed: "remotest run " },
    { line: "remotest run ap", typed: "remotest run apptest " },
    { line: "remotest completion z", typed: "remotest completion zsh " },
    { line: "remotest run ats --app", typed: "remotest run ats --app-id " },
    { line: "remotest run ats --fail-on n", typed: "remotest run ats --fail-on never " },
    { line: "remotest attach ats:A/1 --rer", typed: "remotest attach ats:A/1 --rerun-failed " },
    { line: "remotest run ats --api", typed: "remotest run ats --api" },
  ])("$line to $typed", async ({ line, typed }) => {
    expect((await inZsh(line)).typed).toBe(typed);
  });

  it("files for a path", async () => {
    const line = `remotest run apptest --app-file ${dir}/sh`;
    expect((await inZsh(line)).typed).toBe(`remotest run apptest --app-file ${dir}/shop.apk `);
  });

  it("with a menu that says what each command does", async () => {
    const { shown } = await inZsh("remotest ");
    expect(shown).toMatch(/status\s+-- Check the status once/);
  });
});

async function inZsh(line: string): Promise<{ readonly typed: string; readonly shown: string }> {
  const args = ["-f", join(peers, "complete-in-zsh.zsh"), join(dir, "script.zsh"), line];
  const { stdout } = await run("zsh", args, { timeout: 20_000, env: { ...process.env, TERM: "xterm", HOME: dir } });
  return { typed: /<typed>(.*)<\/typed>/s.exec(stdout)?.[1] ?? "", shown: stdout };
}

describe("remotest completion", () => {
  test.each([
    { args: ["completion"], says: "A shell is missing. Available shells: bash, zsh, fish." },
    { args: ["completion", "fihs"], says: "Did you mean remotest completion fish?" },
    { args: ["completion", "bash", "zsh"], says: '"zsh" is not expected here' },
    { args: ["completion", "bash", "--to", "x"], says: "--to is not an option here" },
  ])("$args is refused", async ({ args, says }) => {
    const { code, stdout, stderr } = await remotest(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(says);
  });
});
