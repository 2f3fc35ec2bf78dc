import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ReportDirLostError, UsageError } from "../errors.ts";
import { thisProcess } from "./lock-owner.ts";
import { gone, owner } from "./report-dir-lock.fixture.ts";
import { lockFile, ReportDirLock } from "./report-dir-lock.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "lock-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

describe("the lock of a report directory", () => {
  test("exists while it is held, and names its owner", async () => {
    {
      await using lock = await ReportDirLock.take(dir);
      expect(lock).toBeInstanceOf(ReportDirLock);
      const said = JSON.parse(await readFile(join(dir, lockFile), "utf8")) as object;
      expect(said).toMatchObject({ host: hostname(), pid: process.pid });
      expect(await ReportDirLock.take(dir)).toBeUndefined();
    }
    expect(await readdir(dir)).toEqual([]);
  });

  test.each([
    { title: "a process that is alive", lock: async () => JSON.stringify(owner), free: false },
    { title: "a process that is gone", lock: async () => JSON.stringify({ ...owner, pid: gone() }), free: true },
    {
      title: "a process whose number was reused",
      lock: async () => JSON.stringify({ ...owner, startedAt: "1" }),
      free: process.platform === "linux",
    },
    {
      title: "a process whose number may have been reused, not active for long",
      lock: async () => JSON.stringify(owner),
      old: true,
      free: true,
    },
    {
      title: "a process of known start, not active for long: it was suspended",
      lock: async () => JSON.stringify({ ...owner, ...thisProcess() }),
      old: true,
      free: process.platform !== "linux",
    },
    {
      title: "an earlier process with the number of this one",
      lock: async () => JSON.stringify({ ...owner, pid: process.pid }),
      free: true,
    },
    {
      title: "a process of another machine, recently active",
      lock: async () => JSON.stringify({ ...owner, host: "x" }),
      free: false,
    },
    {
      title: "a process of another machine, not active for long",
      lock: async () => JSON.stringify({ ...owner, host: "x" }),
      old: true,
      free: true,
    },
    {
      title: "a process of another container of the same name, recently active",
      lock: async () => JSON.stringify({ ...owner, processes: "pid:[1]", pid: gone() }),
      free: false,
    },
    { title: "a lock that is being written", lock: async () => "", free: false },
    { title: "a lock that was never written whole", lock: async () => "{", old: true, free: true },
  ])("$title: taken over is $free", async ({ lock, old, free }) => {
    const file = join(dir, lockFile);
    await writeFile(file, await lock());
    if (old) await utimes(file, new Date(Date.now() - 120_000), new Date(Date.now() - 120_000));
    const before = await readFile(file, "utf8");
    if (free) {
      await using taken = await ReportDirLock.take(dir);
      expect(taken).toBeInstanceOf(ReportDirLock);
      expect(await readdir(dir)).toEqual([lockFile]);
      return;
    }
    await expect(ReportDirLock.take(dir)).rejects.toBeInstanceOf(UsageError);
    expect(await readFile(file, "utf8")).toBe(before);
  });

  test.each([
    {
      title: "another process has it",
      lose: () => writeFile(join(dir, lockFile), JSON.stringify({ ...owner, host: "x" })),
      why: /another remotest \(process \d+ on x\) has taken it over/,
      left: [lockFile],
    },
    {
      title: "another process is writing it",
      lose: () => writeFile(join(dir, lockFile), ""),
      why: /another remotest has taken it over/,
      left: [lockFile],
    },
    { title: "it was removed", lose: () => rm(join(dir, lockFile)), why: /it was removed, or its lock was/, left: [] },
    { title: "its directory was removed", lose: () => rm(dir, { recursive: true }), why: /it was removed/, left: [] },
    {
      title: "its directory is a file now",
      lose: async () => {
        await rm(dir, { recursive: true });
        await writeFile(dir, "");
      },
      why: /ENOTDIR|ENOENT/,
      left: [],
    },
  ])("is lost if $title, and nothing is removed", async ({ lose, why, left }) => {
    const lock = await ReportDirLock.take(dir);
    expect(ReportDirLock.of(dir)).toBe(lock);
    await lock?.assertHeld();
    lock?.assertHeldSync();
    await lose();
    for (const asked of [async () => lock?.assertHeld(), async () => lock?.assertHeldSync()]) {
      await expect(asked()).rejects.toBeInstanceOf(ReportDirLostError);
      await expect(asked()).rejects.toThrow(why);
    }
    await lock?.[Symbol.asyncDispose]();
    expect(ReportDirLock.of(dir)).toBeUndefined();
    expect(await readdir(dir).catch(() => [])).toEqual(left);
  });

  test("is lost once it is released, even if this process takes it again", async () => {
    const first = await ReportDirLock.take(dir);
    await first?.[Symbol.asyncDispose]();
    await using second = await ReportDirLock.take(dir);
    await expect(first?.assertHeld()).rejects.toThrow(/released/);
    expect(() => first?.assertHeldSync()).toThrow(/released/);
    await first?.[Symbol.asyncDispose]();
    expect(ReportDirLock.of(dir)).toBe(second);
    await second?.assertHeld();
  });

  test.each([
    { title: "behind", skewMs: -600_000 },
    { title: "ahead", skewMs: 600_000 },
  ])("is not taken over by a machine whose clock is $title, and is not touched with its time", async ({ skewMs }) => {
    vi.useFakeTimers({ now: Date.now() + skewMs, toFake: ["Date", "setInterval", "clearInterval"] });
    try {
      const file = join(dir, lockFile);
      await using lock = await ReportDirLock.take(dir);
      await utimes(file, 0, 0);
      await vi.advanceTimersByTimeAsync(10_000);
      const fresh = join(dir, "fresh");
      await vi.waitFor(async () => expect((await stat(file)).mtimeMs).not.toBe(0));
      await writeFile(fresh, "");
      expect(Math.abs((await stat(fresh)).mtimeMs - (await stat(file)).mtimeMs)).toBeLessThan(30_000);
      await lock?.assertHeld();
      await lock?.[Symbol.asyncDispose]();
      await writeFile(file, JSON.stringify({ ...owner, host: "x" }));
      await expect(ReportDirLock.take(dir)).rejects.toBeInstanceOf(UsageError);
    } finally {
      vi.useRealTimers();
    }
  });

  test("changes nothing in the lock of the next owner", async () => {
    vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
    try {
      const file = join(dir, lockFile);
      await using lock = await ReportDirLock.take(dir);
      await writeFile(file, JSON.stringify(owner));
      await utimes(file, 0, 0);
      await vi.advanceTimersByTimeAsync(30_000);
      await expect(lock?.assertHeld()).rejects.toBeInstanceOf(ReportDirLostError);
      expect(await readFile(file, "utf8")).toBe(JSON.stringify(owner));
      expect((await stat(file)).mtimeMs).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  test("cannot be taken if something else has its name, which is not a process in the directory", async () => {
    await mkdir(join(dir, lockFile));
    const refusal: unknown = await ReportDirLock.take(dir).catch((error: unknown) => error);
    expect(refusal).not.toBeInstanceOf(UsageError);
    expect(refusal).toMatchObject({
      message: expect.stringMatching(/\.remotest\.lock is not a file/),
      cause: { code: "EEXIST" },
    });
  });

  test("is taken over by one process at a time, unless that one was killed", async () => {
    const file = join(dir, lockFile);
    const door = `${file}.takeover`;
    await writeFile(file, JSON.stringify({ ...owner, pid: gone() }));
    await mkdir(door);
    await expect(ReportDirLock.take(dir)).rejects.toBeInstanceOf(UsageError);
    expect(await readdir(dir)).toEqual([lockFile, `${lockFile}.takeover`]);
    await utimes(door, new Date(Date.now() - 120_000), new Date(Date.now() - 120_000));
    await expect(ReportDirLock.take(dir)).rejects.toBeInstanceOf(UsageError);
    await using taken = await ReportDirLock.take(dir);
    expect(taken).toBeInstanceOf(ReportDirLock);
    expect(await readdir(dir)).toEqual([lockFile]);
  });

  test("cannot be taken if a folder has its name, or without a directory", async () => {
    await mkdir(join(dir, lockFile));
    await expect(ReportDirLock.take(dir)).rejects.toThrow(/is not a file$/);
    await expect(ReportDirLock.take(join(dir, "none"))).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("of another process says whose it is, and what to do", async () => {
    await writeFile(join(dir, lockFile), JSON.stringify({ ...owner, host: "build-7", pid: 42 }));
    await expect(ReportDirLock.take(dir)).rejects.toMatchObject({
      problems: [
        {
          message: `--report-dir (or REMOTEST_REPORT_DIR): ${JSON.stringify(dir)} is in use by another remotest (process 42 on build-7).`,
          suggestion: `Wait for it, or give another --report-dir. If it is no longer running, remove ${join(dir, lockFile)}.`,
        },
      ],
    });
  });

  test("is not touched after its release", async () => {
    using cleared = vi.spyOn(globalThis, "clearInterval");
    await (await ReportDirLock.take(dir))?.[Symbol.asyncDispose]();
    expect(cleared).toHaveBeenCalledTimes(1);
  });

  test.each([
    { title: "nothing", left: undefined },
    { title: "the lock of a process that is gone", left: () => JSON.stringify({ ...owner, pid: gone() }) },
  ])("of eight processes that find $title, one takes it", { timeout: 60_000 }, async ({ left }) => {
    const module = JSON.stringify(join(import.meta.dirname, "report-dir-lock.ts"));
    const program = `const { ReportDirLock } = await import(${module});
      const lock = await ReportDirLock.take(process.argv[1]).catch((error) => error.name);
      console.log(typeof lock === "string" ? lock : "taken");
      await new Promise((resolve) => process.stdin.once("data", resolve));
      process.exit();`;
    if (left) await writeFile(join(dir, lockFile), left());
    const children = Array.from({ length: 8 }, () =>
      spawn(process.execPath, ["--input-type=module", "-e", program, dir], { stdio: ["pipe", "pipe", "inherit"] }),
    );
    const said = await Promise.all(children.map(async ({ stdout }) => String((await once(stdout, "data"))[0]).trim()));
    for (const child of children) child.stdin.write("end\n");
    await Promise.all(children.map((child) => once(child, "close")));
    expect(said.toSorted()).toEqual([...Array.from({ length: 7 }, () => "UsageError"), "taken"]);
  });

  test("has one owner at a time, however often processes take it, release it, and die with it", {
    timeout: 60_000,
  }, async () => {
    const module = JSON.stringify(join(import.meta.dirname, "report-dir-lock.ts"));
    // A process that finds the mark of another one is in the directory with it. One in seven dies with the lock.
    const program = `const { ReportDirLock } = await import(${module});
      const { openSync, closeSync, rmSync } = await import("node:fs");
      const [dir, mark, until] = process.argv.slice(1);
      let taken = 0;
      while (Date.now() < Number(until)) {
        const lock = await ReportDirLock.take(dir).catch(() => undefined);
        if (!lock) continue;
        try { closeSync(openSync(mark, "wx")); } catch { console.log("overlap"); }
        rmSync(mark, { force: true });
        if (++taken % 7 === 0) break;
        await lock[Symbol.asyncDispose]();
      }
      console.log(String(taken));
      process.exit();`;
    const until = Date.now() + 4_000;
    const mark = join(dir, "mark");
    const worker = async (): Promise<string> => {
      let said = "";
      while (Date.now() < until) {
        const args = ["--input-type=module", "-e", program, dir, mark, `${until}`];
        const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
        child.stdout.on("data", (part) => (said += String(part)));
        await once(child, "close");
      }
      return said;
    };
    const said = (await Promise.all([worker(), worker(), worker()])).join("");
    expect(said).not.toContain("overlap");
    expect(said.split("\n").reduce((sum, taken) => sum + Number(taken), 0)).toBeGreaterThan(2);
  });
});
