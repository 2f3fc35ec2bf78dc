import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { openWorkspace, runArgs, services, startArgs } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 150 });
});
afterAll(() => sandbox.close());

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
