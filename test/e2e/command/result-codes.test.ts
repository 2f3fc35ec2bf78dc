import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resultCodes } from "../../../packages/apptest-client/src/index.ts";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 1000 });
});
afterAll(() => sandbox.close());

interface Row {
  readonly code: number;
  /** A text in the next step, such as the name of an input. */
  readonly next: RegExp;
  /** True if the run was started and the fault happens later. */
  readonly late?: true;
}
const final: readonly Row[] = [
  { code: 4000, next: /pid is --project-id, testset_name is --name, app_file is --app-file/ },
  { code: 4030, next: /--app-file.*Info\.plist/ },
  { code: 4031, next: /--app-file.*development certificate/ },
  { code: 4032, next: /--app-file/ },
  { code: 4040, next: /--app-file.*AndroidManifest/ },
  { code: 4041, next: /--app-file.*LAUNCHER/ },
  { code: 4050, next: /--app-file.*\.ipa, \.zip, \.app, \.apk, \.xapk or \.apks/ },
  { code: 4051, next: /--app-file and --project-id/ },
  { code: 4052, next: /--project-id/ },
  { code: 4053, next: /reference/ },
  { code: 4055, next: /--app-file or --os-type/ },
  { code: 4080, next: /project's settings/ },
  { code: 4081, next: /project's settings/ },
  { code: 5002, next: /attach again later/, late: true },
  { code: 5003, next: /attach again later/, late: true },
  { code: 6003, next: /reference/, late: true },
  { code: 8000, next: /maintenance: try again later/ },
];

describe.concurrent("codes of a service that failed during the start: nothing proves that it did not start the run", () => {
  it.each([5001, 6001])("%d with a 5xx: 5", async (code) => {
    await using space = await openWorkspace(sandbox.url);
    const ended = await space.remotest(runArgs("apptest", `code-${code}`, "--json"));
    expect(ended.code, ended.stderr).toBe(5);
    expect(ended.stderr).toContain(String(code));
    expect(ended.stderr).toContain("not sent again");
  });
});

describe.concurrent("every documented result code: 3, with what to fix", () => {
  it.each(final)("$code", async ({ code, next, late }) => {
    await using space = await openWorkspace(sandbox.url);
    const ended = await space.remotest(runArgs("apptest", `code-${code}`, "--json"));
    expect(ended.code, ended.stderr).toBe(3);
    const { message, reason } = resultCodes[code as keyof typeof resultCodes];
    const before = reason.split("{")[0]?.replaceAll(/\s+/g, " ").trim() ?? "";
    const [run] = (JSON.parse(ended.stdout) as { runs: { ref: string | null; error: Record<string, string> }[] }).runs;
    expect(run?.error).toMatchObject({
      code: `apptest-${code}`,
      serviceCode: String(code),
      next: expect.stringMatching(next) as string,
    });
    const line = (text = ""): string => text.replaceAll(/\s+/g, " ");
    expect(line(run?.error["reason"])).toContain(before);
    // The output for people has the same: the code, the message, the reason, the next step.
    for (const said of [String(code), message, before]) expect(line(ended.stderr)).toContain(said);
    expect(ended.stderr).toMatch(next);
    if (late) expect(ended.stderr).toContain(`remotest attach ${run?.ref}`);
    else expect(run?.ref).toBeNull();
  });

  it("the table has every code of the appendix except 6002, which is temporary", () => {
    const documented = Object.keys(resultCodes).map(Number);
    expect(new Set([...final.map(({ code }) => code), 5001, 6001, 6002])).toEqual(new Set(documented));
  });
});

describe.concurrent("temporary codes are survived", () => {
  it.each([
    { name: "code-6002", says: /Reading the results failed .*6002.*asking again/ },
    { name: "maintenance-poll", says: /Poll failed .*8000.*asking again/ },
    { name: "flaky", says: /Poll failed .*5002.*asking again/ },
  ])("$name", async ({ name, says }) => {
    // So slow that it is polled more than once.
    const slower = await startSandbox({ port: 0, speed: 15 });
    try {
      await using space = await openWorkspace(slower.url);
      const { code, stderr } = await space.remotest(runArgs("apptest", name));
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(says);
    } finally {
      await slower.close();
    }
  });

  it("maintenance during a run of ATS", async () => {
    const slower = await startSandbox({ port: 0, speed: 15 });
    try {
      await using space = await openWorkspace(slower.url);
      const { code, stderr } = await space.remotest(runArgs("ats", "maintenance-poll"));
      expect(code, stderr).toBe(0);
      expect(stderr).toMatch(/Poll failed .*503.*asking again/);
    } finally {
      await slower.close();
    }
  });
});
