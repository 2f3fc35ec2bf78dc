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

describe.concurrent("accounts can be set as in CI systems", () => {
  it("secrets from files, with the line end that editors add", async () => {
    await using space = await openWorkspace(sandbox.url);
    for (const name of ["user", "key", "token"]) await writeFile(join(space.path, name), "demo\n");
    const env = {
      APPTEST_USER_ID: "",
      APPTEST_ACCESS_KEY: "",
      ATS_API_TOKEN: "",
      APPTEST_USER_ID_FILE: "user",
      APPTEST_ACCESS_KEY_FILE: "key",
      ATS_API_TOKEN_FILE: "token",
    };
    for (const service of services) {
      const { code, stderr } = await space.remotest(runArgs(service, "pass"), { env });
      expect(code, stderr).toBe(0);
    }
  });

  it("only one user:key string", async () => {
    await using space = await openWorkspace(sandbox.url);
    const env = { APPTEST_USER_ID: "", APPTEST_ACCESS_KEY: "demo:demo" };
    const { code, stderr } = await space.remotest(runArgs("apptest", "pass"), { env });
    expect(code, stderr).toBe(0);
  });

  it("every option by its variable; an option takes precedence; an empty variable counts as not set", async () => {
    await using space = await openWorkspace(sandbox.url);
    const env = {
      ATS_APP_ID: "SHOP-1",
      ATS_TEMPLATE_ID: "fail",
      REMOTEST_NAME: "Nightly",
      REMOTEST_POLL_INTERVAL: "100ms",
      REMOTEST_MAX_FAILURES: "1",
      REMOTEST_REPORT_DIR: "",
      REMOTEST_JSON: "true",
    };
    const forgiven = await space.remotest(["run", "ats"], { env });
    expect(forgiven.code, forgiven.stderr).toBe(0);
    expect(JSON.parse(forgiven.stdout)).toMatchObject({ verdict: "passed", failed: 1, runs: [{ name: "Nightly" }] });
    const strict = await space.remotest(["run", "ats", "--max-failures", "0", "--no-json"], { env });
    expect({ code: strict.code, stdout: strict.stdout }).toEqual({ code: 1, stdout: "" });
  });

  it("several templates from one variable", async () => {
    await using space = await openWorkspace(sandbox.url);
    const env = { ATS_APP_ID: "SHOP-1", ATS_TEMPLATE_ID: "pass-a, pass-b\npass-c" };
    const { code, stdout } = await space.remotest(["run", "ats", "--poll-interval", "100ms", "--json"], { env });
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { runs: unknown[] }).runs).toHaveLength(3);
  });
});

describe.concurrent("an account that the service does not know", () => {
  it.each([
    { service: "apptest", env: { APPTEST_ACCESS_KEY: "wrong-key" }, names: /APPTEST_USER_ID and APPTEST_ACCESS_KEY/ },
    { service: "ats", env: { ATS_API_TOKEN: "wrong-token" }, names: /ATS_API_TOKEN/ },
    { service: "ats", env: { ATS_PASSWORD: "wrong-password" }, names: /ATS_USERNAME and ATS_PASSWORD/ },
  ] as const)(
    "$service, $env: 3, refused immediately, with the names of the variables",
    async ({ service, env, names }) => {
      await using space = await openWorkspace(sandbox.url);
      for (const args of [runArgs(service, "pass"), ["attach", service === "apptest" ? "apptest:1" : "ats:SHOP-1/J"]]) {
        const { code, stderr } = await space.remotest(args, { env });
        expect(code, stderr).toBe(3);
        expect(stderr).toMatch(names);
        expect(stderr).not.toMatch(/again in|wrong-/);
      }
    },
  );
});

describe.concurrent("the service's address", () => {
  it.each(services)("%s: with a trailing slash, and with a path prefix", async (service) => {
    await using space = await openWorkspace(sandbox.url);
    const slash = await space.remotest(runArgs(service, "pass", "--base-url", `${sandbox.url}/`));
    expect(slash.code, slash.stderr).toBe(0);
    const elsewhere = await space.remotest(runArgs(service, "pass", "--base-url", `${sandbox.url}/no/such`));
    expect(elsewhere.code, elsewhere.stderr).toBe(3);
    expect(elsewhere.stderr).toMatch(/404[\s\S]*--base-url/);
    const odd = await space.remotest(runArgs(service, "pass", "--base-url", `${sandbox.url}/?tenant=1`));
    expect(odd.code, odd.stderr).toBe(2);
    expect(odd.stderr).toMatch(/--base-url \(or .*_BASE_URL\).*query/);
  });
});

describe.concurrent("several references together", () => {
  it("attach waits for all of them, of both services, and status checks each", async () => {
    await using space = await openWorkspace(sandbox.url);
    const refs: string[] = [];
    for (const service of services)
      refs.push((await space.remotest(["start", ...startArgs(service, "pass")])).stdout.trim());
    const attached = await space.remotest(["attach", ...refs, "--poll-interval", "100ms", "--json"]);
    expect(attached.code, attached.stderr).toBe(0);
    expect(JSON.parse(attached.stdout)).toMatchObject({
      verdict: "passed",
      total: 8,
      runs: refs.map((ref) => ({ ref })),
    });
    const checked = await space.remotest(["status", ...refs]);
    expect(checked.stdout).toBe(refs.map((ref) => `${ref} finished\n`).join(""));
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
