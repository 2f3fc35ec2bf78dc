import { randomUUID } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { mkdir, open, rm, rmdir, stat, utimes } from "node:fs/promises";
import { hostname } from "node:os";
import { join, resolve } from "node:path";
import { UsageError } from "./errors.ts";
import { readGuarded } from "./guarded-file.ts";

/** The name of the lock in a report directory. */
export const lockFile = ".remotest.lock";

/** How often the owner shows that it is there, and after how long without it one on another machine counts as gone. */
const beatMs = 10_000;
const goneMs = 60_000;

/** Who holds a report directory. */
interface Owner {
  readonly host: string;
  /** Where its number counts, as Linux names it: containers of one host may share its name and a directory. */
  readonly processes: string;
  readonly pid: number;
  /** When the process started, by its system: a number that is given to another process later tells them apart. */
  readonly startedAt: string;
  readonly token: string;
}

/** The directories that this process holds: within it there is one owner. */
const held = new Set<string>();

/**
 * The right to write in a report directory. Two processes there would both start what one was asked for, and each would
 * write over the other's reports.
 */
export class ReportDirLock implements AsyncDisposable {
  readonly #path: string;
  readonly #token: string;
  readonly #beat: NodeJS.Timeout;

  private constructor(path: string, token: string) {
    this.#path = path;
    this.#token = token;
    held.add(path);
    const file = join(path, lockFile);
    this.#beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => undefined), beatMs).unref();
  }

  /**
   * Takes the lock of a directory that exists.
   *
   * @returns undefined where this process holds it already
   * @throws {UsageError} when another process holds it; nothing was changed then
   * @throws the error of the file system when the lock cannot be written
   */
  static async take(dir: string): Promise<ReportDirLock | undefined> {
    const path = resolve(dir);
    if (held.has(path)) return undefined;
    const file = join(path, lockFile);
    const token = randomUUID();
    if (!(await created(file, token)) && !(await tookOver(path, file, token))) throw await takenError(dir, file);
    return new ReportDirLock(path, token);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#beat);
    held.delete(this.#path);
    const file = join(this.#path, lockFile);
    // A process that stood still for long may have been taken for gone: the lock of the next one is not its own.
    if ((await ownerOf(file))?.token === this.#token) await rm(file, { force: true }).catch(() => undefined);
  }
}

/** Creating it is one step of the file system: of several processes one succeeds. */
async function created(file: string, token: string): Promise<boolean> {
  const owner: Owner = {
    ...here(),
    pid: process.pid,
    startedAt: processStart(process.pid) ?? "",
    token,
  };
  try {
    await using lock = await open(file, "wx");
    await lock.writeFile(`${JSON.stringify(owner)}\n`);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** One process at a time takes a stale lock away: who looked earlier must not take away the one that came after it. */
async function tookOver(path: string, file: string, token: string): Promise<boolean> {
  const door = join(path, `${lockFile}.takeover`);
  try {
    await mkdir(door);
  } catch {
    const left = await stat(door).catch(() => undefined);
    if (left && Date.now() - left.mtimeMs > goneMs) await rmdir(door).catch(() => undefined);
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
  const owner = await ownerOf(file);
  // On this machine the process itself tells; a lock that is being written has no owner yet.
  const { host, processes } = here();
  if (owner && owner.host === host && owner.processes === processes) return !isAlive(owner);
  const found = await stat(file).catch(() => undefined);
  // One that is not there any more was given free, and another process may have created its own by now.
  return found !== undefined && Date.now() - found.mtimeMs > goneMs;
}

async function isThere(file: string): Promise<boolean> {
  return (await stat(file).catch(() => undefined)) !== undefined;
}

async function ownerOf(file: string): Promise<Owner | undefined> {
  try {
    const { host, processes, pid, startedAt, token } = JSON.parse(await readGuarded(file, 4096)) as Owner;
    return typeof host === "string" && Number.isInteger(pid) ? { host, processes, pid, startedAt, token } : undefined;
  } catch {
    return undefined;
  }
}

function here(): Pick<Owner, "host" | "processes"> {
  return { host: hostname(), processes: processSpace() };
}

/** The PID namespace (pid_namespaces(7)); "" where the system has none. */
function processSpace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

function isAlive({ pid, startedAt }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = processStart(pid);
  return now === undefined || startedAt === "" || now === startedAt;
}

/** Where the system tells it: field 22 of /proc/<pid>/stat, in ticks since the machine started (proc(5)). */
function processStart(pid: number): string | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return undefined;
  }
}

async function takenError(dir: string, file: string): Promise<UsageError> {
  const owner = await ownerOf(file);
  const who = owner ? ` (process ${owner.pid} on ${owner.host})` : "";
  return new UsageError([
    {
      message: `--report-dir (REMOTEST_REPORT_DIR): ${JSON.stringify(dir)} is in use by another remotest${who}.`,
      suggestion: `Wait for it, or give another --report-dir. If it is not running any more, remove ${file}.`,
    },
  ]);
}
