import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { RemotestError, ReportDirLostError, UsageError } from "../errors.ts";
import { ledgerText } from "../ledger/ledger.ts";
import { keepNames, writeOnDisk } from "../files/on-disk.ts";
import { hideReports, setAside } from "./previous-report.ts";
import { ReportDirLock } from "./report-dir-lock.ts";

/**
 * Makes a directory whose name a power cut does not lose. Making it recursively can go on for ever in places such as
 * /proc: not where only the last one is missing.
 */
async function makeDir(path: string): Promise<void> {
  const above = await stat(dirname(path)).catch(() => undefined);
  if (!above?.isDirectory() && dirname(path) !== path) await makeDir(dirname(path));
  try {
    await mkdir(path);
    await keepNames(dirname(path));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}

/** What `--resume` goes by must be on the disk before anything is sent. The other files only cost time. */
const sureFiles: ReadonlySet<string> = new Set(["run.json"]);

/** Files that others write here in the same way as we do. */
const besides: ReadonlySet<string> = new Set(["run.json", "outputs.env"]);

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

/** Where everything about the plan is written, for as long as this process holds the directory. */
export class ReportDir implements AsyncDisposable {
  readonly path: string;
  #drafts = 0;
  #lock: ReportDirLock | undefined;
  /** The lock, where it is to be given up with the directory: not where the command held it before. */
  #own: ReportDirLock | undefined;

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
      await makeDir(dir.path);
      dir.#own = await ReportDir.take(dir.path, files);
      dir.#lock = ReportDirLock.of(dir.path);
      for (const file of await leftDrafts(dir.path, files)) await rm(join(dir.path, file));
    } catch (error) {
      await dir[Symbol.asyncDispose]();
      throw ReportDir.unwritable(dir.path, error);
    }
    return dir;
  }

  /**
   * Takes the lock of a directory that is there, and moves what an earlier command left in it out of sight.
   *
   * @returns the lock, to be given up at the end; undefined where this process holds it already
   * @throws {UsageError} as `open`; no report of an earlier command is in sight then, save where another one is at work
   */
  static async take(path: string, files: readonly string[]): Promise<ReportDirLock | undefined> {
    let lock: ReportDirLock | undefined;
    try {
      lock = await lockOf(path, files);
      await ReportDirLock.of(path)?.assertHeld();
      await setAside(path, files);
      return lock;
    } catch (error) {
      await lock?.[Symbol.asyncDispose]();
      throw ReportDir.unwritable(path, error);
    }
  }

  /** @throws {ReportDirLostError} when the directory is not ours any more: nothing must be sent or written then */
  async assertHeld(): Promise<void> {
    if (!this.#lock) throw new ReportDirLostError(this.path, "it was released");
    await this.#lock.assertHeld();
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

  /** Takes files away that must not be taken for a report; those of another owner stay. */
  async withdraw(names: readonly string[]): Promise<void> {
    for (const name of names) {
      try {
        await this.assertHeld();
        await rm(join(this.path, name));
      } catch {
        // It is not there, or not ours.
      }
    }
  }

  /**
   * Writes a file whole or not at all. `name` is a plain name or `provider/<plain name>`, chosen by us. Of `run.json` a
   * power cut loses nothing once it is written.
   * @throws {ReportDirLostError} when the directory is not ours any more; the error of the file system otherwise
   */
  async write(name: string, content: string | Uint8Array): Promise<void> {
    const isSure = sureFiles.has(name);
    await this.#put(name, (draft) => (isSure ? writeOnDisk(draft, content) : writeFile(draft, content)));
    if (isSure) await keepNames(this.path);
  }

  /**
   * Copies a file here, whole or not at all.
   * @throws as `write`
   */
  async copy(from: string, name: string): Promise<void> {
    await this.#put(name, (draft) => copyFile(from, draft));
  }

  async #put(name: string, make: (draft: string) => Promise<void>): Promise<void> {
    await this.assertHeld();
    const target = join(this.path, name);
    const draft = `${target}.${process.pid}-${++this.#drafts}.part`;
    if (dirname(target) !== this.path) await makeDir(dirname(target));
    try {
      await make(draft);
      // Once more, right before it counts: to write the draft may have taken long.
      await this.assertHeld();
      await rename(draft, target);
    } catch (error) {
      // On a full disk, half a draft takes the place that the next file needs.
      await rm(draft).catch(() => undefined);
      throw error;
    }
  }

  /** Gives the directory free for others; nothing is written any more. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#own?.[Symbol.asyncDispose]();
    this.#own = undefined;
    this.#lock = undefined;
  }

  /** What is wrong with a directory that cannot be written. */
  static unwritable(path: string, error: unknown): RemotestError {
    if (error instanceof RemotestError) return error;
    const why = error instanceof Error ? error.message : String(error);
    return new UsageError([{ message: `--report-dir (REMOTEST_REPORT_DIR): cannot write to ${path}: ${why}.` }]);
  }
}

/** Where no lock can be written, as on a full disk, nobody has one, and a pass of yesterday goes out of sight all the same. */
async function lockOf(path: string, files: readonly string[]): Promise<ReportDirLock | undefined> {
  try {
    return await ReportDirLock.take(path);
  } catch (error) {
    if (!(error instanceof UsageError)) await hideReports(path, files);
    throw error;
  }
}
