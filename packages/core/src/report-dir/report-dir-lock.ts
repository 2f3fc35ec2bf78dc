import { randomUUID } from "node:crypto";
import { link, lstat, mkdir, open, rm, rmdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { ReportDirLostError, UsageError } from "../errors.ts";
import { isAlive, isHere, named, type Owner, ownerOf, readOwner, readOwnerSync, thisProcess } from "./lock-owner.ts";
import { fillOnDisk } from "../files/on-disk.ts";

/** The name of the lock in a report directory. */
export const lockFile = ".remotest.lock";

/** How often the owner shows that it is there, and after how long without it one on another machine counts as gone. */
const beatMs = 10_000;
const goneMs = 60_000;

/** The directories that this process holds: within it there is one owner. */
const held = new Map<string, ReportDirLock>();

/**
 * The right to send and to write for a report directory. Two processes there would both start what one was asked for,
 * and each would write over the other's reports.
 *
 * It can be lost: one that stood still for long is taken for gone, and the directory may be removed. So whoever holds it
 * asks `assertHeld` before each step.
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
   * @returns undefined where this process holds it already
   * @throws {UsageError} when another process holds it; nothing was changed then
   * @throws the error of the file system when the lock cannot be written; there is none then
   */
  static async take(dir: string): Promise<ReportDirLock | undefined> {
    const path = resolve(dir);
    if (held.has(path)) return undefined;
    const file = join(path, lockFile);
    const token = randomUUID();
    if (!(await created(file, token)) && !(await tookOver(path, file, token))) throw await takenError(dir, file);
    return new ReportDirLock(path, token);
  }

  /** The lock of a directory that this process holds; undefined for any other. */
  static of(dir: string): ReportDirLock | undefined {
    return held.get(resolve(dir));
  }

  /**
   * To be asked before each thing that only the owner may do: one small read.
   * @throws {ReportDirLostError} when the directory is another's by now, was removed, or cannot be read
   */
  async assertHeld(): Promise<void> {
    const owner = await readOwner(this.#file).catch((error: unknown) => this.#throwUnreadable(error));
    this.#assertOwn(owner);
  }

  /** The same for callers that cannot wait. */
  assertHeldSync(): void {
    let owner: Owner | undefined;
    try {
      owner = readOwnerSync(this.#file);
    } catch (error) {
      this.#throwUnreadable(error);
    }
    this.#assertOwn(owner);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#beat);
    // The lock of the next one is not its own.
    const isOwn = await this.assertHeld().then(
      () => true,
      () => false,
    );
    if (held.get(this.#path) === this) held.delete(this.#path);
    if (isOwn) await rm(this.#file).catch(() => undefined);
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
   * Shows that the owner is there. The file system sets the time, so that the clocks of two machines are never compared.
   * Every lock begins with this character: written into that of the next owner, it changes nothing.
   */
  async #show(): Promise<void> {
    await this.assertHeld();
    await using lock = await open(this.#file, "r+");
    await lock.write("{", 0);
  }
}

/**
 * Gives a file that is already written the name of the lock: one step of the file system, in which one of several processes
 * succeeds, and after which a process that is killed leaves a lock that names it.
 */
async function created(file: string, token: string): Promise<boolean> {
  const owner: Owner = { ...thisProcess(), token };
  const draft = `${file}.${token}`;
  try {
    await write(draft, owner);
    await link(draft, file).catch(async (error: unknown) => {
      if (!hasNoLinks.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
      await write(file, owner);
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

/** What file systems say that know no second name for a file. */
const hasNoLinks: ReadonlySet<string> = new Set(["EPERM", "ENOTSUP", "ENOSYS", "EOPNOTSUPP", "EMLINK"]);

/** Writes a new file, whole or not at all: a lock without an owner would keep everybody out for a minute. */
async function write(file: string, owner: Owner): Promise<void> {
  await using lock = await open(file, "wx");
  await fillOnDisk(lock, `${JSON.stringify(owner)}\n`).catch(async (error: unknown) => {
    await rm(file, { force: true });
    throw error;
  });
}

/** One process at a time takes a stale lock away: who looked earlier must not take away the one that came after it. */
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
    // Given free meanwhile: whose lock comes next is decided by creating it, and no lock is taken away.
    if (!(await isThere(file))) return await created(file, token);
    if (!(await isStale(file))) return false;
    await rm(file, { force: true });
    return await created(file, token);
  } finally {
    await rmdir(door).catch(() => undefined);
  }
}

async function isStale(file: string): Promise<boolean> {
  // On this machine the process itself tells; a lock that is being written has no owner yet.
  const owner = await ownerOf(file);
  return owner && isHere(owner) ? !isAlive(owner) : isOld(file);
}

/**
 * True if it has not been touched for long. By one clock, that of the file system: those of two machines differ. One that
 * is not there any more was given free, and another process may have created its own by now.
 */
async function isOld(file: string): Promise<boolean> {
  const now = `${file}.${randomUUID()}`;
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
      message: `--report-dir (REMOTEST_REPORT_DIR): ${JSON.stringify(dir)} is in use by another remotest${who}.`,
      suggestion: `Wait for it, or give another --report-dir. If it is not running any more, remove ${file}.`,
    },
  ]);
}
