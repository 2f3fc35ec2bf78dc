import { closeSync, constants, openSync, readFileSync, readlinkSync, readSync } from "node:fs";
import { hostname } from "node:os";
import { readGuarded } from "../files/guarded-file.ts";

const largestLock = 4096;

/** Who holds a report directory. */
export interface Owner {
  readonly host: string;
  /** Where its number counts, as Linux names it: containers of one host may share its name and a directory. */
  readonly processes: string;
  readonly pid: number;
  /** When the process started, by its system: a number that is given to another process later tells them apart. */
  readonly startedAt: string;
  readonly token: string;
}

/** This process, as an owner. */
export function thisProcess(): Omit<Owner, "token"> {
  return { ...here(), pid: process.pid, startedAt: readProcess(process.pid)?.startedAt ?? "" };
}

/** Whether the owner's number counts where this process is. */
export function isHere({ host, processes }: Owner): boolean {
  const mine = here();
  return host === mine.host && processes === mine.processes;
}

/** Whether the process of an owner that is here is still there. */
export function isAlive({ pid, startedAt }: Owner): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  const now = readProcess(pid);
  if (now?.isOver) return false;
  return now === undefined || startedAt === "" || now.startedAt === startedAt;
}

/** What the system tells of a process. */
interface SystemProcess {
  /** In ticks since the machine started. */
  readonly startedAt: string | undefined;
  /** It has ended, and only its number is left until its parent asks: in a container without an init, for ever. */
  readonly isOver: boolean;
}

/** Fields 3 and 22 of /proc/<pid>/stat (proc(5)); undefined on systems without it. */
function readProcess(pid: number): SystemProcess | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { startedAt: fields[19], isOver: fields[0] === "Z" || fields[0] === "X" };
  } catch {
    return undefined;
  }
}

/** The owner that a lock names; undefined where it cannot be read. */
export async function ownerOf(file: string): Promise<Owner | undefined> {
  return readOwner(file).catch(() => undefined);
}

/**
 * The owner that a lock names; undefined where it names none, such as one that is being written.
 * @throws the error of the file system
 */
export async function readOwner(file: string): Promise<Owner | undefined> {
  return ownerIn(await readGuarded(file, largestLock));
}

/** The same for callers that cannot wait. A pipe in its place is not waited for. */
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

/** The PID namespace (pid_namespaces(7)); "" where the system has none. */
function processSpace(): string {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return "";
  }
}

/** For people. */
export function named(owner: Owner | undefined): string {
  return owner ? ` (process ${owner.pid} on ${owner.host})` : "";
}
