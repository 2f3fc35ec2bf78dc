import { spawnSync } from "node:child_process";
import { readlinkSync } from "node:fs";
import { hostname } from "node:os";

const processes = process.platform === "linux" ? readlinkSync("/proc/self/ns/pid") : "";

/** The content of the lock of a process that is alive on this machine. */
export const owner: Readonly<Record<string, string | number>> = {
  host: hostname(),
  processes,
  pid: process.ppid,
  startedAt: "",
  token: "t",
};

/** Returns the number of a process that is gone. */
export const gone = (): number => spawnSync(process.execPath, ["--version"]).pid;
