import { mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { UsageError } from "./errors.ts";
import { ledgerText } from "./ledger.ts";
import { setAside } from "./previous-report.ts";
import { ReportDirLock } from "./report-dir-lock.ts";

/** Making directories recursively can go on for ever in places such as /proc: not where only the last one is missing. */
async function make(path: string): Promise<void> {
  const above = await stat(dirname(path)).catch(() => undefined);
  await mkdir(path, { recursive: !above?.isDirectory() }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
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
export class ReportDir implements AsyncDisposable {
  readonly path: string;
  #drafts = 0;
  /** Undefined where this process held the directory before. */
  #lock: ReportDirLock | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Makes the directory, takes its lock and proves that it can be written, before anything is sent: results that cannot
   * be kept are not worth starting. What an earlier run left is moved into `previous/`: see `setAside`.
   *
   * @param ledger takes the place of the earlier `run.json`, whole, once the reports are out of the way
   * @throws {UsageError} when it cannot be written, or another process is at work in it.
   */
  static async open(path: string, files: readonly string[], ledger: string = ledgerText([])): Promise<ReportDir> {
    const dir = await ReportDir.enter(path, files);
    try {
      await dir.write("run.json", ledger);
      return dir;
    } catch (error) {
      await dir[Symbol.asyncDispose]();
      throw ReportDir.unwritable(dir.path, error);
    }
  }

  /**
   * The same, and `run.json` stays as it is: for who must read it before it is replaced.
   * @throws {UsageError} as `open`
   */
  static async enter(path: string, files: readonly string[]): Promise<ReportDir> {
    const dir = new ReportDir(resolve(path));
    try {
      await make(dir.path);
      dir.#lock = await ReportDirLock.take(dir.path);
      await setAside(dir.path, files);
      for (const file of await leftDrafts(dir.path, files)) await rm(join(dir.path, file));
    } catch (error) {
      await dir[Symbol.asyncDispose]();
      throw ReportDir.unwritable(dir.path, error);
    }
    return dir;
  }

  /**
   * Writes several files, all or none: of a report of which one file cannot be written, the others must not look whole.
   * @throws the first error of the file system; none of the files is there then
   */
  async writeAll(files: readonly { readonly name: string; readonly content: string }[]): Promise<void> {
    try {
      for (const { name, content } of files) await this.write(name, content);
    } catch (error) {
      await this.withdraw(files.map(({ name }) => name));
      throw error;
    }
  }

  /** Takes files away that must not be taken for a report. */
  async withdraw(names: readonly string[]): Promise<void> {
    for (const name of names) await rm(join(this.path, name)).catch(() => undefined);
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
      await rm(draft).catch(() => undefined);
      throw error;
    }
  }

  /** Gives the directory free for others. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#lock?.[Symbol.asyncDispose]();
    this.#lock = undefined;
  }

  /** What is wrong with a directory that cannot be written. */
  static unwritable(path: string, error: unknown): UsageError {
    if (error instanceof UsageError) return error;
    const why = error instanceof Error ? error.message : String(error);
    return new UsageError([{ message: `--report-dir (REMOTEST_REPORT_DIR): cannot write to ${path}: ${why}.` }]);
  }
}
