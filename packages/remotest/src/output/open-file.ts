import { platform } from "node:os";
import type { Platform } from "../platform.ts";

/** How long an opener may take to fail, in milliseconds; one that is still at work then has opened the file. */
const failsWithin = 1500;

/**
 * Opens a file with the program that the system has for it.
 * @returns false in CI, without a screen, without an opener, and if the opener fails
 */
export async function openFile(path: string, env: Platform["env"], system: string = platform()): Promise<boolean> {
  const opener = openerOf(system, env);
  if (opener === undefined) return false;
  // Other commands must not load it, and a dynamic import loads more than this.
  const { spawn } = process.getBuiltinModule("node:child_process");
  return new Promise((done) => {
    const child = spawn(opener, [path], { stdio: "ignore", detached: true, env });
    const timer = setTimeout(() => done(true), failsWithin);
    const settle = (opened: boolean): void => {
      clearTimeout(timer);
      done(opened);
    };
    child.once("error", () => settle(false));
    // Explorer exits with 1 even if it has opened the file.
    child.once("exit", (code) => settle(code === 0 || system === "win32"));
    child.unref();
  });
}

/** Returns the program, or undefined if a person would see nothing of it. */
function openerOf(system: string, env: Platform["env"]): string | undefined {
  if (env["CI"] !== undefined && env["CI"] !== "" && env["CI"] !== "false") return undefined;
  if (env["TF_BUILD"] || env["JENKINS_URL"]) return undefined;
  if (system === "darwin") return "open";
  // Not `start`: it is a word of the shell, which would read signs in the path as its own.
  if (system === "win32") return "explorer.exe";
  return env["DISPLAY"] || env["WAYLAND_DISPLAY"] ? "xdg-open" : undefined;
}
