import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./errors.ts";
import { ledgerText } from "./ledger.ts";

/** Making directories recursively can go on for ever in places such as /proc: not where only the last one is missing. */
async function make(path: string): Promise<void> {
  const above = await stat(dirname(path)).catch(() => undefined);
  await mkdir(path, { recursive: !above?.isDirectory() }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}

async function holdsLedger(path: string): Promise<boolean> {
  try {
    const { version, runs } = JSON.parse(await readFile(join(path, "run.json"), "utf8")) as Record<string, unknown>;
    return version === 1 && Array.isArray(runs);
  } catch {
    return false;
  }
}

/** Files that others write here in the same way as we do. */
const besides: ReadonlySet<string> = new Set(["run.json", "outputs.env", "attempt.json"]);

/** Drafts of our files whose process was killed before it could rename them. */
async function leftDrafts(path: string, files: readonly string[]): Promise<readonly string[]> {
  return (await readdir(path)).filter((name) => {
    const [, file = "", pid] = /^(.+)\.(\d{1,9})(?:-\d+)?\.part$/.exec(name) ?? [];
    return (files.includes(file) || besides.has(file)) && !isAnothers(Number(pid));
  });
}

/** Whether a process that is not this one is at work under the number; this one has written nothing yet. */
function isAnothers(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** Where everything about the plan is written. */
export class ReportDir {
  readonly path: string;
  #drafts = 0;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes the directory and proves that it can be written, before anything is sent: results that cannot be kept are
   * not worth starting. Takes away the files of an earlier run, so that a killed process leaves no stale pass behind.
   *
   * @param ledger takes the place of the earlier `run.json` first of all, whole
   * @throws {UsageError} when it cannot be written.
   */
  static async open(path: string, files: readonly string[], ledger: string = ledgerText([])): Promise<ReportDir> {
    const dir = new ReportDir(resolve(path));
    try {
      await make(dir.path);
      // A folder called provider/ may be anybody's; only beside a ledger is it ours to empty.
      const earlier = (await holdsLedger(dir.path)) ? [...files, "provider"] : files;
      await dir.write("run.json", ledger);
      for (const file of [...earlier, ...(await leftDrafts(dir.path, files))])
        await rm(join(dir.path, file), { recursive: true, force: true });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new UsageError([{ message: `--report-dir (REMOTEST_REPORT_DIR): cannot write to ${dir.path}: ${why}.` }]);
    }
    return dir;
  }

  /** Writes a file whole or not at all. `name` is a plain name or `provider/<plain name>`, chosen by us. */
  async write(name: string, content: string): Promise<void> {
    const target = join(this.path, name);
    const draft = `${target}.${process.pid}-${++this.#drafts}.part`;
    await mkdir(join(target, ".."), { recursive: true });
    try {
      await writeFile(draft, content);
      await rename(draft, target);
    } catch (error) {
      // On a full disk, half a draft takes the place that the next file needs.
      await rm(draft, { force: true }).catch(() => undefined);
      throw error;
    }
  }
}
