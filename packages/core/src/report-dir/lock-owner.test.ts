import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { isAlive, isHere, named, type Owner, ownerOf, readOwner, readOwnerSync, thisProcess } from "./lock-owner.ts";

const onLinux = process.platform === "linux";
const me: Owner = { ...thisProcess(), token: "t" };
const gone = (): number => spawnSync(process.execPath, ["--version"]).pid ?? 0;

let dir: string;
let file: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "owner-"));
  file = join(dir, "lock");
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("this process", () => {
  test.runIf(onLinux)("is identified by its host, its PID namespace, its number and its start time", () => {
    expect(thisProcess()).toEqual({
      host: hostname(),
      processes: readlinkSync("/proc/self/ns/pid"),
      pid: process.pid,
      startedAt: expect.stringMatching(/^\d{2,}$/) as string,
    });
  });

  test.runIf(onLinux)("has the right start time, whatever its name", () => {
    // Only the first thread of a process gives it its name.
    const script = `
      import { readFileSync } from "node:fs";
      import { thisProcess } from ${JSON.stringify(new URL("lock-owner.ts", import.meta.url).href)};
      const before = thisProcess().startedAt;
      process.title = "a) b (c 1 2";
      console.log(JSON.stringify([before, thisProcess().startedAt, readFileSync("/proc/self/comm", "utf8")]));`;
    const args = ["--conditions=remotest-source", "--input-type=module", "-e", script];
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    const [before, after, name] = JSON.parse(stdout || stderr) as readonly string[];
    expect(name).toBe("a) b (c 1 2\n");
    expect(after).toBe(before);
    expect(before).toMatch(/^\d{2,}$/);
  });

  test("is here; a process of another host or another container is not", () => {
    expect(isHere(me)).toBe(true);
    expect(isHere({ ...me, host: "x" })).toBe(false);
    expect(isHere({ ...me, processes: "pid:[1]" })).toBe(false);
  });
});

describe("a process", () => {
  test("is alive while it runs", () => {
    expect(isAlive(me)).toBe(true);
    expect(isAlive({ ...me, pid: process.ppid, startedAt: "" })).toBe(true);
    // The process that asks is another one: it knows its own lock.
    expect(isAlive({ ...me, startedAt: "" })).toBe(false);
    expect(isAlive({ ...me, pid: gone(), startedAt: "" })).toBe(false);
  });

  test.runIf(onLinux)("is another one if its number was reused", () => {
    expect(isAlive({ ...me, startedAt: "1" })).toBe(false);
  });

  test.runIf(onLinux)("has ended if only its number is left because its parent does not wait for it", async () => {
    // Before the child ends, the shell becomes a program that does not wait for it.
    const parent = spawn("sh", ["-c", "sleep 0.3 & echo $!; exec sleep 30"], { stdio: ["ignore", "pipe", "ignore"] });
    const [number] = (await once(parent.stdout, "data")) as [Buffer];
    const pid = Number(number.toString());
    const fields = (): string[] => {
      const text = readFileSync(`/proc/${pid}/stat`, "utf8");
      return text.slice(text.lastIndexOf(")") + 2).split(" ");
    };
    await vi.waitUntil(() => fields()[0] === "Z", 10_000);
    expect(isAlive({ ...me, pid, startedAt: fields()[19] ?? "" })).toBe(false);
    parent.kill("SIGKILL");
  });

  test("of another user is alive", () => {
    using kill = vi.spyOn(process, "kill").mockImplementation(() => {
      throw Object.assign(new Error("not yours"), { code: "EPERM" });
    });
    expect(isAlive(me)).toBe(true);
    expect(kill).toHaveBeenCalledWith(process.pid, 0);
  });

  test("without system information is alive as long as its number is in use", () => {
    using kill = vi.spyOn(process, "kill").mockImplementation(() => true);
    expect(isAlive({ ...me, pid: gone(), startedAt: "7" })).toBe(true);
    expect(kill).toHaveBeenCalledTimes(1);
  });
});

describe("the owner that a lock names", () => {
  test.for<{ title: string; text: string; owner: Owner | undefined }>([
    { title: "a whole one", text: JSON.stringify(me), owner: me },
    { title: "one with more in it", text: JSON.stringify({ ...me, more: 1 }), owner: me },
    { title: "nothing yet", text: "", owner: undefined },
    { title: "a part", text: "{", owner: undefined },
    { title: "one without a host", text: JSON.stringify({ ...me, host: undefined }), owner: undefined },
    { title: "one whose number is not a number", text: JSON.stringify({ ...me, pid: "7" }), owner: undefined },
  ])("$title", async ({ text, owner }) => {
    writeFileSync(file, text);
    expect(await readOwner(file)).toEqual(owner);
    expect(await ownerOf(file)).toEqual(owner);
    expect(readOwnerSync(file)).toEqual(owner);
  });

  test("of no lock is undefined", async () => {
    expect(await ownerOf(file)).toBeUndefined();
    await expect(readOwner(file)).rejects.toMatchObject({ code: "ENOENT" });
    expect(() => readOwnerSync(file)).toThrow(/ENOENT/);
  });

  test.runIf(onLinux)("in a pipe is not waited for, and no file stays open", () => {
    spawnSync("mkfifo", [file]);
    expect(readOwnerSync(file)).toBeUndefined();
    const open = readdirSync("/proc/self/fd").length;
    for (let time = 0; time < 50; time++) readOwnerSync(file);
    expect(readdirSync("/proc/self/fd").length).toBeLessThan(open + 20);
  });

  test("is named for people", () => {
    expect(named({ ...me, host: "build-7", pid: 42 })).toBe(" (process 42 on build-7)");
    expect(named(undefined)).toBe("");
  });
});
