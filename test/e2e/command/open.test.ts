import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { remotest, until } from "../stage/command.ts";

let dir: string;
let env: Record<string, string>;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "remotest-open-"));
  await mkdir(join(dir, "remotest-report"));
  await writeFile(join(dir, "remotest-report/report.html"), "<!doctype html>");
  await mkdir(join(dir, "bin"));
  await opener(`printf %s "$1" > "${dir}/opened"`);
  env = { PATH: `${join(dir, "bin")}:/bin:/usr/bin`, DISPLAY: ":0" };
});
afterEach(() => rm(dir, { recursive: true, force: true }));

/** Puts a program in the place of the system's. */
async function opener(script: string): Promise<void> {
  await writeFile(join(dir, "bin/xdg-open"), `#!/bin/sh\n${script}\n`);
  await chmod(join(dir, "bin/xdg-open"), 0o755);
}

const page = (of = "remotest-report"): string => join(dir, of, "report.html");

describe.runIf(process.platform === "linux")("remotest open", () => {
  it("opens the page of the report directory with the system's program", async () => {
    const ended = await remotest(["open"], { cwd: dir, env });
    expect(ended).toMatchObject({ code: 0, stdout: "", stderr: "" });
    await until(
      async () => (await readFile(join(dir, "opened"), "utf8").catch(() => "")) === page(),
      "the page is opened",
    );
  });

  it("opens the page of another directory, whatever its name contains", async () => {
    const name = `it's $(touch x) "a" & b`;
    await mkdir(join(dir, name));
    await writeFile(page(name), "<!doctype html>");
    const ended = await remotest(["open", name], { cwd: dir, env });
    expect(ended.code).toBe(0);
    await until(
      async () => (await readFile(join(dir, "opened"), "utf8").catch(() => "")) === page(name),
      "the page is opened",
    );
  });

  it.each([
    { title: "in CI", more: { CI: "true" } },
    { title: "without a screen", more: { DISPLAY: "" } },
    { title: "without an opener", more: { PATH: "/nowhere" } },
  ])("prints the path $title", async ({ more }) => {
    expect(await remotest(["open"], { cwd: dir, env: { ...env, ...more } })).toMatchObject({
      code: 0,
      stdout: `${page()}\n`,
      stderr: "",
    });
  });

  it("prints the path if the opener fails", async () => {
    await opener("exit 3");
    expect((await remotest(["open"], { cwd: dir, env })).stdout).toBe(`${page()}\n`);
  });

  it.each([
    { args: ["open", "none"], says: "none/report.html does not exist." },
    { args: ["open", "remotest-report", "more"], says: '"more" is not expected here.' },
  ])("refuses $args", async ({ args, says }) => {
    const { code, stderr } = await remotest(args, { cwd: dir, env });
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });

  it("leaves the report where it is", async () => {
    await remotest(["open", "none"], { cwd: dir, env });
    expect(await readFile(page(), "utf8")).toBe("<!doctype html>");
  });
});
