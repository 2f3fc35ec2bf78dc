import { copyFile, mkdir, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { platform } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import type { Wording } from "../inputs/wording.ts";
import { RemotestError, ReportDirLostError, UsageError } from "../errors.ts";
import { ledgerText } from "../ledger/ledger.ts";
import { isInUse, retryWhileInUse } from "../files/retry-while-in-use.ts";
import { portableName } from "../files/portable-name.ts";
import { keepNames, writeOnDisk } from "../files/on-disk.ts";
import { hideReports, setAside } from "./previous-report.ts";
import { ReportDirLock } from "./report-dir-lock.ts";

/**
 * Creates a directory whose name a power cut does not lose. In places such as /proc, creating it recursively may never
 * end, but creating only the last one does.
 */
async function makeDir(path: string): Promise<void> {
  // Node would make it, and only Node could remove it.
  if (platform() === "win32" && portableName(basename(path)) !== basename(path))
    throw new Error(`on Windows, other programs cannot open a directory named ${JSON.stringify(basename(path))}`);
  const above = await stat(dirname(path)).catch(() => undefined);
  if (!above?.isDirectory() && dirname(path) !== path) await makeDir(dirname(path));
  try {
    await mkdir(path);
    await keepNames(dirname(path));
  } catch (error) {
    // On Windows, EPERM for the root of a drive.
    const found = await stat(path).catch(() => undefined);
    if (!found?.isDirectory()) throw error;
  }
}

/** The files that `--resume` needs: they must be on the disk before anything is sent. Others are not synced. */
const sureFiles: ReadonlySet<string> = new Set(["run.json"]);

/** Files that other parts of the command write here in the same way. */
const besides: ReadonlySet<string> = new Set(["run.json", "outputs.env"]);

/** Finds drafts of our files whose process was killed before it could rename them. */
async function leftDrafts(path: string, files: readonly string[]): Promise<readonly string[]> {
  return (await readdir(path)).filter((name) => {
    const [, file = "", pid] = /^(.+)\.(\d{1,9})(?:-\d+)?\.part$/.exec(name) ?? [];
    return (files.includes(file) || besides.has(file)) && !isAnothers(Number(pid));
  });
}

/** True if another process has this number. Drafts with the number of this one are old: it has written nothing yet. */
function isAnothers(pid: number): boolean {
  try {
    return pid !== process.pid && process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/** The directory for all files of a plan, for as long as this process holds it. */
export class ReportDir implements AsyncDisposable {
  readonly path: string;
  #drafts = 0;
  #lock: ReportDirLock | undefined;
  /** The lock, if it is released with the directory; undefined if the command held it before. */
  #own: ReportDirLock | undefined;

  private constructor(path: string) {
    this.path = path;
  }

  /**
   * Creates the directory, takes its lock and proves that it can be written, before anything is sent: a run
   * whose results cannot be saved must not be started. Files of an earlier run go into `previous/`: see `setAside`.
   *
   * @param ledger replaces the earlier `run.json` in one step, after the reports have been moved away
   * @throws {UsageError} if it cannot be written, or another process is using it.
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
   * Does the same but leaves `run.json` as it is, for callers that must read it before they replace it.
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
   * Takes the lock of an existing directory, and moves the files of an earlier command in it away.
   *
   * @returns the lock, to be released at the end; undefined if this process holds it already
   * @throws {UsageError} as `open`; reports of an earlier command are hidden, unless another process is using it
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

  /** @throws {ReportDirLostError} if this process no longer holds the directory: it must not send or write anything */
  async assertHeld(): Promise<void> {
    if (!this.#lock) throw new ReportDirLostError(this.path, "it was released");
    await this.#lock.assertHeld();
  }

  /** Removes files that must not be taken for a report; those of another owner stay. */
  async withdraw(names: readonly string[]): Promise<void> {
    for (const name of names) {
      try {
        await this.assertHeld();
        await rm(join(this.path, name));
      } catch {
        // The file does not exist, or the directory is not ours.
      }
    }
  }

  /**
   * Writes a file whole or not at all. `name` is a plain name or `provider/<plain name>`, chosen by us. No power cut
   * loses a `run.json` once it is written.
   * @param content whole, or in parts, which are made while they are written
   * @throws {ReportDirLostError} if this process no longer holds the directory; otherwise the error of the file system
   */
  async write(name: string, content: string | Uint8Array | Iterable<string>): Promise<void> {
    const isWhole = typeof content === "string" || content instanceof Uint8Array;
    const isSure = isWhole && sureFiles.has(name);
    const pieces = isWhole ? content : inLargePieces(content);
    await this.#put(name, (draft) => (isSure ? writeOnDisk(draft, content) : writeFile(draft, pieces)));
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
      // Checked again right before the rename: writing the draft may have taken long.
      await this.assertHeld();
      await retryWhileInUse(() => rename(draft, target));
    } catch (error) {
      // On a full disk, half a draft takes the space that the next file needs.
      await rm(draft).catch(() => undefined);
      throw error;
    }
  }

  /** Releases the directory for others; nothing more can be written. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#own?.[Symbol.asyncDispose]();
    this.#own = undefined;
    this.#lock = undefined;
  }

  /** Returns the error of a directory that cannot be written. */
  static unwritable(path: string, error: unknown): RemotestError {
    if (error instanceof RemotestError) return error;
    const why = error instanceof Error ? error.message : String(error);
    const message: Wording = ({ optionOrVariable }) =>
      `${optionOrVariable("remotest", "reportDir")}: cannot write to ${path}: ${why}.`;
    const suggestion: Wording = ({ option }) =>
      `If a program has one of the files open, close it, or set a different ${option("reportDir")}.`;
    return new UsageError([isInUse(error) ? { message, suggestion } : { message }]);
  }
}

/** In UTF-16 code units. */
const largePiece = 32 * 1024;

/** Joins small parts: a write for each test case would take longer than making it. */
function* inLargePieces(parts: Iterable<string>): Generator<string> {
  let piece = "";
  for (const part of parts) {
    if (typeof part !== "string") throw new TypeError(`a file consists of texts, and got ${typeof part}`);
    if (part.length < largePiece) piece += part;
    if (part.length < largePiece && piece.length < largePiece) continue;
    if (piece !== "") yield piece;
    if (part.length >= largePiece) yield part;
    piece = "";
  }
  yield piece;
}

/** Takes the lock. If it cannot be written, as on a full disk, no process has it, and old reports are hidden anyway. */
async function lockOf(path: string, files: readonly string[]): Promise<ReportDirLock | undefined> {
  try {
    return await ReportDirLock.take(path);
  } catch (error) {
    if (!(error instanceof UsageError)) await hideReports(path, files);
    throw error;
  }
}
