import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";
import { afterEach, describe, expect, test, vi } from "vitest";
import { isAlive, isCertain, isHere, type Owner, thisProcess } from "./lock-owner.ts";

vi.mock("node:fs", { spy: true });

afterEach(() => {
  vi.mocked(readFileSync).mockReset();
  vi.mocked(readlinkSync).mockReset();
});

function withoutProc(): never {
  throw Object.assign(new Error("no /proc"), { code: "ENOENT" });
}

/** The system's line about a process: its state is field 3, its start time field 22. */
function lineOf(name: string, state: string, startedAt: string): string {
  const between = Array.from({ length: 18 }, (_, index) => `${index}`).join(" ");
  return `7 (${name}) ${state} ${between} ${startedAt} 1 2 3\n`;
}

describe("a process", () => {
  test("of a system that tells nothing about it is known by its host and its number, which is not certain", () => {
    vi.mocked(readFileSync).mockImplementation(withoutProc);
    vi.mocked(readlinkSync).mockImplementation(withoutProc);
    const me: Owner = { ...thisProcess(), token: "t" };
    expect(me).toEqual({ host: hostname(), processes: "", pid: process.pid, startedAt: "", token: "t" });
    expect(isHere(me)).toBe(true);
    expect(isCertain(me)).toBe(false);
    expect(isCertain({ ...me, startedAt: "4711" })).toBe(true);
  });

  test.each([
    { name: "node", state: "S", startedAt: "4711", alive: true },
    { name: "a) b (c 1 2", state: "R", startedAt: "4711", alive: true },
    { name: "node", state: "S", startedAt: "4712", alive: false },
    { name: "node", state: "Z", startedAt: "4711", alive: false },
    { name: "node", state: "X", startedAt: "4711", alive: false },
  ])("named $name in the state $state, started at $startedAt: alive is $alive", ({ name, state, startedAt, alive }) => {
    vi.mocked(readFileSync).mockReturnValue(lineOf(name, state, startedAt));
    const owner: Owner = { host: "h", processes: "", pid: process.ppid, startedAt: "4711", token: "t" };
    expect(isAlive(owner)).toBe(alive);
    expect(readFileSync).toHaveBeenCalledWith(`/proc/${process.ppid}/stat`, "utf8");
  });
});
