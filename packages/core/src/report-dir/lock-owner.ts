import { closeSync, constants, openSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { hostname } from "node:os";
import { readGuarded } from "../files/guarded-file.ts";

const largestLock = 4096;

/** The process that holds a report directory. */
export interface Owner {
  readonly host: string;
  /** The PID namespace of its number, as Linux names it: containers of one host may share its name and a directory. */
  readonly processes: string;
  readonly pid: number;
  /** The start time of the process by its system, which distinguishes it from a later process with the same number. */
  readonly startedAt: string;
  readonly token: string;
}

/** Returns this process as an owner. */
export function thisProcess(): Omit<Owner, "token"> {
  return { ...here(), pid: process.pid, startedAt: readProcess(process.pid)?.startedAt ?? "" };
}

/** True if the owner's number is in the PID namespace of this process. */
export function isHere({ host, processes }: Owner): boolean {
  const mine = here();
  return host === mine.host && processes === mine.processes;
}

/**
 * True if `isAlive` cannot take another process for the owner. Windows and macOS do not tell when a process was started,
 * and Windows soon gives its number to another one.
 */
export function isCertain({ startedAt }: Owner): boolean {
  return startedAt !== "";
}

/**
 * True if the owner's process is still running; for an owner in the PID namespace of this process that is not this
 * process itself.
 */
export function isAlive({ pid, startedAt }: Owner): boolean {
  if (pid === process.pid && startedAt === "") return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = readProcess(pid);
  if (now?.isOver) return false;
  return now === undefined || startedAt === "" || now.startedAt === startedAt;
}

/** The system's information about a process. */
interface SystemProcess {
  /** In ticks since the machine started. */
  readonly startedAt: string | undefined;
  /** True if the process has ended and only its number is left, until its parent waits for it (perhaps never). */
  readonly isOver: boolean;
}

/** Reads fields 3 and 22 of /proc/<pid>/stat (proc(5)); undefined on systems without it. */
function readProcess(pid: number): SystemProcess | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { startedAt: fields[19], isOver: fields[0] === "Z" || fields[0] === "X" };
  } catch {
    return undefined;
  }
}

/** Returns the owner that a lock names; undefined if it cannot be read. */
export async function ownerOf(file: string): Promise<Owner | undefined> {
  return readOwner(file).catch(() => undefined);
}

/**
 * Returns the owner that a lock names; undefined if it names none, such as a lock that is being written.
 * @throws the error of the file system
 */
export async function readOwner(file: string): Promise<Owner | undefined> {
  return ownerIn(await readGuarded(file, largestLock));
}

/** Does the same for callers that cannot wait. A pipe with the name of the lock does not block. */
export function readOwnerSync(file: string): Owner | undefined {
  const handle = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const bytes = Buffer.alloc(largestLock);
    return ownerIn(bytes.toString("utf8", 0, readSync(handle, bytes)));
  } finally {
    closeSync(handle);
  }
}

function ownerIn(text: string): Owner | undefined {
  try {
    const { host, processes, pid, startedAt, token } = JSON.parse(text) as Owner;
    return typeof host === "string" && Number.isInteger(pid) ? { host, processes, pid, startedAt, token } : undefined;
  } catch {
    return undefined;
  }
}

function here(): Pick<Owner, "host" | "processes"> {
  return { host: hostname(), processes: processSpace() };
}

/** Returns the PID namespace (pid_namespaces(7)); "" if the system has none. */
function processSpace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** Names the owner for people. */
export function named(owner: Owner | undefined): string {
  return owner ? ` (process ${owner.pid} on ${owner.host})` : "";
}
