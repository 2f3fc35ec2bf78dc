import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UsageError } from "./errors.ts";
import { lockFile, ReportDirLock } from "./report-dir-lock.ts";

let dir: string;
beforeEach(async () => void (dir = await mkdtemp(join(tmpdir(), "lock-"))));
afterEach(() => rm(dir, { recursive: true, force: true }));

const owner = { host: hostname(), pid: process.ppid, startedAt: "", token: "t" };
const gone = (): number => spawnSync(process.execPath, ["--version"]).pid ?? 0;

describe("the lock of a report directory", () => {
  test("is there while it is held, and says by whom", async () => {
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
      title: "a process whose number another has now",
      lock: async () => JSON.stringify({ ...owner, startedAt: "1" }),
      free: process.platform === "linux",
    },
    {
      title: "a process of another machine, seen just now",
      lock: async () => JSON.stringify({ ...owner, host: "x" }),
      free: false,
    },
    {
      title: "a process of another machine, not seen for long",
      lock: async () => JSON.stringify({ ...owner, host: "x" }),
      old: true,
      free: true,
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
      return;
    }
    await expect(ReportDirLock.take(dir)).rejects.toBeInstanceOf(UsageError);
    expect(await readFile(file, "utf8")).toBe(before);
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
});
