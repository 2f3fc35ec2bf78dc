import { link, lstat, mkdir, open, rm, rmdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ReportDirLostError, UsageError } from "../errors.ts";
import {
  isAlive,
  isCertain,
  isHere,
  named,
  type Owner,
  ownerOf,
  readOwner,
  readOwnerSync,
  thisProcess,
} from "./lock-owner.ts";
import { fillOnDisk } from "../files/on-disk.ts";
import { retryWhileInUse, retryWhileInUseSync } from "../files/retry-while-in-use.ts";
import { quotedPath } from "../files/portable-path.ts";

/** The name of the lock in a report directory. */
export const lockFile = ".remotest.lock";

/** The owner touches the lock this often; an owner on another machine that has not for `goneMs` counts as gone. */
const beatMs = 10_000;
const goneMs = 60_000;

/** The directories that this process holds. */
const held = new Map<string, ReportDirLock>();

/**
 * The right to start runs and write files for a report directory. Two processes there would both start one run, and
 * each would overwrite the other's reports.
 *
 * It can be lost: a process that was suspended for long counts as gone, and the directory may be removed. So the owner
 * calls `assertHeld` before each step.
 */
export class ReportDirLock implements AsyncDisposable {
  readonly #path: string;
  readonly #file: string;
  readonly #token: string;
  readonly #beat: NodeJS.Timeout;

  private constructor(path: string, token: string) {
    this.#path = path;
    this.#file = join(path, lockFile);
    this.#token = token;
    held.set(path, this);
    this.#beat = setInterval(() => void this.#show().catch(() => undefined), beatMs).unref();
  }

  /**
   * Takes the lock of a directory that exists.
   *
   * @returns undefined if this process holds it already
   * @throws {UsageError} if another process holds it; nothing was changed
   * @throws the error of the file system if the lock cannot be written; there is no lock then
   */
  static async take(dir: string): Promise<ReportDirLock | undefined> {
    const path = resolve(dir);
    if (held.has(path)) return undefined;
    const file = join(path, lockFile);
    const token = process.getBuiltinModule("node:crypto").randomUUID();
    if (!(await created(file, token)) && !(await tookOver(path, file, token))) throw await takenError(dir, file);
    return new ReportDirLock(path, token);
  }

  /** Returns the lock of a directory that this process holds; undefined for any other. */
  static of(dir: string): ReportDirLock | undefined {
    return held.get(resolve(dir));
  }

  /**
   * Checks, with one small read, that this process still owns the directory; for use before each step of the owner.
   * @throws {ReportDirLostError} if another process has taken the directory over, or it was removed or cannot be read
   */
  async assertHeld(): Promise<void> {
    const owner = await retryWhileInUse(() => readOwner(this.#file)).catch((error: unknown) =>
      this.#throwUnreadable(error),
    );
    this.#assertOwn(owner);
  }

  /** Does the same for callers that cannot wait. */
  assertHeldSync(): void {
    let owner: Owner | undefined;
    try {
      owner = retryWhileInUseSync(() => readOwnerSync(this.#file));
    } catch (error) {
      this.#throwUnreadable(error);
    }
    this.#assertOwn(owner);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#beat);
    // The lock may be another owner's by now.
    const isOwn = await this.assertHeld().then(
      () => true,
      () => false,
    );
    if (held.get(this.#path) === this) held.delete(this.#path);
    if (isOwn) await retryWhileInUse(() => rm(this.#file)).catch(() => undefined);
  }

  #assertOwn(owner: Owner | undefined): void {
    if (held.get(this.#path) !== this) throw new ReportDirLostError(this.#path, "it was released");
    if (owner?.token !== this.#token)
      throw new ReportDirLostError(this.#path, `another remotest${named(owner)} has taken it over`);
  }

  #throwUnreadable(error: unknown): never {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new ReportDirLostError(this.#path, code === "ENOENT" ? "it was removed, or its lock was" : message);
  }

  /**
   * Shows that the owner is alive. The file system sets the time, so the clocks of two machines are never compared.
   * Every lock begins with this character, so writing it into the next owner's lock would change nothing.
   */
  async #show(): Promise<void> {
    await this.assertHeld();
    await using lock = await open(this.#file, "r+");
    await lock.write("{", 0);
  }
}

/**
 * Links a complete file to the name of the lock: one step of the file system, in which only one of several processes
 * succeeds, and after which a process that is killed leaves a lock that names it.
 */
async function created(file: string, token: string): Promise<boolean> {
  const owner: Owner = { ...thisProcess(), token };
  const draft = `${file}.${token}`;
  try {
    await write(draft, owner);
    await link(draft, file).catch(async (error: unknown) => {
      if (!hasNoLinks.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      // A lock that was just removed is still there for Windows while a virus scanner has it open.
      await retryWhileInUse(() => write(file, owner));
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const found = await lstat(file).catch(() => undefined);
    if (found && !found.isFile()) throw new Error(`${file} is not a file`, { cause: error });
    return false;
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

/** The error codes of file systems without hard links; EISDIR is that of exFAT on Windows. */
const hasNoLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP", "EMLINK", "EISDIR"]);

/** Writes a new file, whole or not at all: a lock without an owner would block everyone for a minute. */
async function write(file: string, owner: Owner): Promise<void> {
  await using lock = await open(file, "wx");
  await fillOnDisk(lock, `${JSON.stringify(owner)}\n`).catch(async (error: unknown) => {
    await rm(file, { force: true });
    throw error;
  });
}

/** Removes a stale lock, one process at a time: a process that checked earlier must not remove a newer lock. */
async function tookOver(path: string, file: string, token: string): Promise<boolean> {
  if ((await isThere(file)) && !(await isStale(file))) return false;
  const door = join(path, `${lockFile}.takeover`);
  try {
    await mkdir(door);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    if (await isOld(door)) await rmdir(door).catch(() => undefined);
    return false;
  }
  try {
    // The lock was released meanwhile: the next owner is the process that creates it, and none is removed.
    if (!(await isThere(file))) return await created(file, token);
    if (!(await isStale(file))) return false;
    await rm(file, { force: true });
    return await created(file, token);
  } finally {
    await rmdir(door).catch(() => undefined);
  }
}

async function isStale(file: string): Promise<boolean> {
  // On this machine the process itself can be checked; a lock that is being written has no owner yet.
  const owner = await ownerOf(file);
  if (owner && isHere(owner)) {
    if (!isAlive(owner)) return true;
    if (isCertain(owner)) return false;
  }
  return isOld(file);
}

/**
 * True if the file has not been touched for long, by the clock of the file system: those of two machines differ. A file
 * that is gone is not old: its lock was released, and another process may have created its own by now.
 */
async function isOld(file: string): Promise<boolean> {
  const now = `${file}.${process.getBuiltinModule("node:crypto").randomUUID()}`;
  try {
    await mkdir(now);
    return (await stat(now)).mtimeMs - (await lstat(file)).mtimeMs > goneMs;
  } catch {
    return false;
  } finally {
    await rmdir(now).catch(() => undefined);
  }
}

async function isThere(file: string): Promise<boolean> {
  return (await lstat(file).catch(() => undefined)) !== undefined;
}

async function takenError(dir: string, file: string): Promise<UsageError> {
  const who = named(await ownerOf(file));
  return new UsageError([
    {
      message: ({ optionOrVariable }) =>
        `${optionOrVariable("remotest", "reportDir")}: ${quotedPath(dir)} is in use by another remotest${who}.`,
      suggestion: ({ option }) =>
        `Wait for it, or give another ${option("reportDir")}. If it is no longer running, remove ${file}.`,
    },
  ]);
}
