import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { services as sandboxServices } from "../../../packages/sandbox/src/index.ts";
import { launch, remotest, until } from "../stage/command.ts";
import { listen } from "../stage/fake-service.ts";
import { openWorkspace, services, startArgs } from "../stage/workspace.ts";

describe.concurrent("remotest sandbox", () => {
  it("prints its URL when it listens, serves both services, and ends at SIGTERM", async () => {
    const running = launch(["sandbox", "--port", "0", "--speed", "1000"]);
    await until(() => running.stdout().endsWith("\n"), "the URL is printed");
    expect(running.stdout()).toMatch(/^http:\/\/127\.0\.0\.1:\d+\n$/);
    const url = running.stdout().trim();
    await using space = await openWorkspace(url);
    for (const service of services) expect((await space.remotest(["run", ...startArgs(service, "pass")])).code).toBe(0);
    expect((await fetch(`${url}/ws/RunJob?wsdl`)).status).toBe(200);
    running.kill("SIGTERM");
    expect((await running.ended).code).toBe(0);
  });

  it("prints lines for each service that run as they are, and says how each run will end, and why", async () => {
    const dir = await mkdtemp(join(tmpdir(), "remotest-sandbox-"));
    const running = launch(["sandbox", "--port", "0", "--speed", "1000"], { cwd: dir });
    await until(() => running.stderr().includes("Any other run passes."), "the instructions are printed");
    const lines = [...running.stderr().matchAll(/^ {2}(\S.*)$/gm)].map(([, line = ""]) => line);
    // The account, what comes before, and a run that fails.
    const ends = Object.values(sandboxServices).flatMap(({ before }) => [
      "exit 0",
      ...before.map(() => "exit 0"),
      "exit 1",
    ]);
    expect(lines).toHaveLength(ends.length);
    const more = lines
      .filter((line) => line.includes(" run ats "))
      .map((line) => line.replace("checkout-fail", "checkout"));
    const script = [...lines, ...more].map((line) => `${line}\necho "exit $?"`).join("\n");
    const { stdout } = await promisify(execFile)("sh", ["-c", script], {
      cwd: dir,
      env: { PATH: `${dirname(process.execPath)}:${process.env["PATH"]}` },
    });
    expect(stdout.match(/exit \d/g)).toEqual([...ends, "exit 0"]);
    running.kill("SIGTERM");
    const { stderr } = await running.ended;
    expect(stderr).toMatch(/^apptest: run \d+, "Nightly fail", has failed tests\.$/m);
    expect(stderr).toMatch(/^ats: run \S+, "checkout", passes, because its name contains none of pass, fail, .*\.$/m);
    await rm(dir, { recursive: true });
  });

  it("a port that is taken is a usage error", async () => {
    await using taken = await listen(createServer());
    const { code, stdout, stderr } = await remotest(["sandbox", "--port", String(taken.port)]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(new RegExp(`--port.*${taken.port}.*EADDRINUSE`));
  });

  it.each([
    ["--port", "70000"],
    ["--speed", "0"],
    ["--speeed", "2"],
  ])("%s %s is a usage error", async (...args) => {
    expect((await remotest(["sandbox", ...args])).code).toBe(2);
  });
});
