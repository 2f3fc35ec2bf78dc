import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { builtCommand, remotest, until } from "../stage/command.ts";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { first, html, reset } from "../stage/fake-service.ts";
import { openWorkspace, runArgs, type Service, services, startArgs } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());

describe.concurrent("the reader of the output closes it", () => {
  it.each(["stdout", "stderr"] as const)("%s is closed: the run continues to its verdict", async (stream) => {
    await using space = await openWorkspace(sandbox.url);
    for (const [name, wanted] of [
      ["pass", 0],
      ["fail", 1],
    ] as const) {
      const child = spawn(process.execPath, [builtCommand, ...runArgs("ats", name, "--verbose", "--json")], {
        cwd: space.path,
        env: { PATH: process.env["PATH"], ...space.env },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child[stream].destroy();
      child[stream === "stdout" ? "stderr" : "stdout"].resume();
      const [code] = (await once(child, "close")) as [number | null];
      expect(code).toBe(wanted);
      expect(await space.ledger()).toMatchObject([{ verdict: wanted === 0 ? "passed" : "failed" }]);
      expect(await space.report("junit.xml")).toContain("<testcase");
    }
  });
});

describe.concurrent.each(services)("the disk fails after %s has started the run", (service: Service) => {
  it("the reference is printed anyway, and the run does not pass", async () => {
    let folder = "";
    const lose = (): void => {
      rmSync(join(folder, "remotest-report"), { recursive: true });
      writeFileSync(join(folder, "remotest-report"), "in the way");
    };
    const { fake, good } =
      service === "apptest"
        ? { fake: apptest.fakeApptest, good: apptest.started }
        : { fake: ats.fakeAts, good: ats.started };
    await using peer = await fake({
      start: (exchange) => {
        lose();
        good(exchange);
      },
    });
    await using space = await openWorkspace(peer.url);
    folder = space.path;
    const { code, stderr } = await space.remotest(runArgs(service, "any"));
    expect(code, stderr).toBe(3);
    expect(stderr).toContain(service === "apptest" ? "apptest:77" : "ats:SHOP-1/J-1");
    expect(stderr).toMatch(/ENOTDIR|EEXIST/);
  });
});

describe.concurrent.each(services)("an update removes the files of the command while it waits for %s", (service) => {
  it("all reports are written, and the run passes", async () => {
    await using space = await openWorkspace("");
    const copy = join(space.path, "command");
    await cp(dirname(builtCommand), copy, { recursive: true });
    const { running, finished } = {
      apptest: { running: apptest.status("Running", { running_cnt: 1 }), finished: apptest.status("Complete") },
      ats: { running: ats.done({ status: "Running", result: "" }), finished: ats.done({}) },
    }[service];
    const status = first(2, running, (exchange) => {
      rmSync(copy, { recursive: true, force: true });
      finished(exchange);
    });
    const result = apptest.result({ xml: apptest.junit(apptest.passed) });
    await using peer = await (service === "apptest"
      ? apptest.fakeApptest({ status, result })
      : ats.fakeAts({ status }));
    const env = { APPTEST_BASE_URL: peer.url, ATS_BASE_URL: peer.url };
    const { code, stderr } = await space.remotest(runArgs(service, "any"), { env, command: [join(copy, "bin.js")] });
    expect(code, stderr).toBe(0);
    expect(existsSync(copy)).toBe(false);
    for (const file of ["junit.xml", "ctrf-report.json", "report.html", "summary.md", "results.json"])
      expect(await space.report(file), file).toBeTruthy();
  });
});

describe.concurrent("an uncaught error", () => {
  it("is 3 and not a failed test, its message is not printed, and the reference is kept", async () => {
    await using service = await ats.fakeAts({ status: ats.done({ status: "Running", result: "" }) });
    await using space = await openWorkspace(service.url);
    // Not after a fixed time: on a slow machine nothing would have been started by then.
    const fault = `setInterval(() => {
      if (!require("node:fs").existsSync("now")) return;
      throw Object.assign(new Error("with s3cret-in-it"), { code: "EODD" });
    }, 20).unref();`;
    await writeFile(join(space.path, "fault.cjs"), fault);
    const env = { NODE_OPTIONS: `--require=${join(space.path, "fault.cjs")}` };
    const run = space.launch(runArgs("ats", "any"), { env });
    await until(() => service.calls.status > 0, "the run is waited for");
    await writeFile(join(space.path, "now"), "");
    const { code, stderr } = await run.ended;
    expect(code, stderr).toBe(3);
    expect(stderr).toContain("Something unexpected went wrong: EODD");
    expect(stderr).not.toContain("s3cret");
    expect(await space.ledger()).toMatchObject([{ ref: "ats:SHOP-1/J-1", reported: false }]);
  });
});

describe.concurrent("the working directory was removed", () => {
  it("is a mistake that is named, and nothing is sent", async () => {
    await using space = await openWorkspace(sandbox.url);
    const gone = join(space.path, "gone");
    await mkdir(gone);
    const { code, stdout, stderr } = await remotest(runArgs("ats", "pass"), {
      cwd: gone,
      env: space.env,
      node: "/bin/sh",
      command: ["-c", 'rmdir "$PWD" && exec "$@"', "sh", process.execPath, builtCommand],
    });
    expect(stderr).toContain("The working directory no longer exists; nothing was sent.");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });
});

describe.concurrent.each(services)("outputs.env cannot be written: %s", (service) => {
  const inTheWay = async (space: Awaited<ReturnType<typeof openWorkspace>>): Promise<void> => {
    await mkdir(join(space.path, "remotest-report/outputs.env/x"), { recursive: true });
  };

  it("start prints the reference anyway, reports the error, and ends with 3", async () => {
    await using space = await openWorkspace(sandbox.url);
    await inTheWay(space);
    const { code, stdout, stderr } = await space.remotest(["start", ...startArgs(service, "pass")]);
    expect(code, stderr).toBe(3);
    expect(stdout).toMatch(new RegExp(`^${service}:\\S+\\n$`));
    expect(stderr).toMatch(/outputs\.env/);
    expect(await space.ledger()).toMatchObject([{ ref: stdout.trim(), start: "started" }]);
  });

  it("run does not pass, and --resume reports the verdict when that is possible", async () => {
    await using space = await openWorkspace(sandbox.url);
    await inTheWay(space);
    const { code, stderr } = await space.remotest(runArgs(service, "pass"));
    expect(code, stderr).toBe(3);
    rmSync(join(space.path, "remotest-report/outputs.env"), { recursive: true });
    const again = await space.remotest(runArgs(service, "pass", "--resume"));
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain("Attached to");
  });

  it("an unknown start stays unknown: 5, so that no script starts it again", async () => {
    await using fake = await (service === "ats"
      ? ats.fakeAts({ start: reset })
      : apptest.fakeApptest({ start: reset }));
    await using space = await openWorkspace(fake.url);
    await inTheWay(space);
    const { code, stdout, stderr } = await space.remotest(runArgs(service, "any", "--json"));
    expect(code, stderr).toBe(5);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "unknown-start", exitCode: 5, runs: [{ ref: null }] });
    expect(stderr).toMatch(/Warning: Something unexpected went wrong: .*outputs\.env/);
  });
});

describe.concurrent("a problem that only the start request finds", () => {
  it("has one verdict in the exit code, in the JSON document and in the ledger: usage", async () => {
    await using fake = await apptest.fakeApptest({ start: html(429) });
    await using space = await openWorkspace(fake.url);
    const run = space.launch(["run", ...startArgs("apptest", "any"), "--poll-interval", "1s", "--json"]);
    await until(() => run.stderr().includes("trying again"), "it waits for the next try");
    rmSync(join(space.path, "shop.apk"));
    const { code, stdout, stderr } = await run.ended;
    expect(code, stderr).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: "usage", exitCode: 2, runs: [{ verdict: "usage" }] });
    expect(await space.ledger()).toMatchObject([{ verdict: "usage", start: "not-started" }]);
    expect(await space.report("junit.xml")).toContain("Cannot be started");
  });
});

describe.concurrent("an earlier run in the same report directory", () => {
  it("leaves nothing green if the next one fails to start", async () => {
    await using space = await openWorkspace(sandbox.url);
    expect((await space.remotest(runArgs("apptest", "pass"))).code).toBe(0);
    expect(await space.reports()).toContain("provider/result.xml");
    expect((await space.remotest(runArgs("apptest", "code-4052"))).code).toBe(3);
    expect(await space.reports()).not.toContain("provider/result.xml");
    expect(await space.report("junit.xml")).toMatch(/<error/);
    expect(await space.report("junit.xml")).not.toContain("GALAXY");
  });
});
