import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
// @ts-expect-error -- JavaScript without declarations, as a user writes it
import { startService } from "../../../docs/examples/my-provider/service.js";
import { publishedSchema } from "../../../scripts/check/published-schemas.ts";
import { type CommandResult, launch, type RunningCommand, until } from "../stage/command.ts";
import { root } from "../stage/documents.ts";

const open = startService as () => Promise<{
  readonly url: string;
  readonly starts: () => number;
  readonly close: () => Promise<void>;
}>;
const module = "./docs/examples/my-provider/index.js";
const printed = publishedSchema("json-output");

let service: Awaited<ReturnType<typeof open>>;
let dir: string;
beforeEach(async () => {
  service = await open();
  dir = await mkdtemp(join(tmpdir(), "remotest-cancel-"));
});
afterEach(async () => {
  await service.close();
  await rm(dir, { recursive: true });
});

function command(...args: string[]): RunningCommand {
  const env = { CHECKS_BASE_URL: service.url, CHECKS_TOKEN: "demo", ATS_API_TOKEN: "demo", REMOTEST_REPORT_DIR: dir };
  return launch(args, { cwd: root, env });
}
// A short run could be over before it is cancelled.
const started = async (): Promise<string> => (await command("start", module, "--suite", "slow").ended).stdout.trim();
const cancel = (...args: string[]): Promise<CommandResult> => command("cancel", ...args, "--provider", module).ended;

describe("remotest cancel", () => {
  test("cancels each run, and says so again for one that is over", async () => {
    const refs = [await started(), await started()];
    const { code, stdout, stderr } = await cancel(...refs);
    expect([code, stdout], stderr).toEqual([0, `${refs[0]} cancelled\n${refs[1]} cancelled\n`]);
    expect(await cancel(refs[0] ?? "")).toMatchObject({ code: 0, stdout: "finished\n" });
    const attached = await command("attach", refs[0] ?? "", "--provider", module).ended;
    expect(attached.code).toBe(1);
    expect(attached.stderr).toContain("The run was cancelled.");
  });

  test("tries every run, and ends with 3 if the service refuses one", async () => {
    const ref = await started();
    const { code, stdout, stderr } = await cancel("checks:999", ref, "--json");
    expect(code).toBe(3);
    const document: unknown = JSON.parse(stdout);
    expect(printed(document)).toBeUndefined();
    expect(document).toMatchObject({
      exitCode: 3,
      runs: [
        { ref: "checks:999", cancel: null, exitCode: 3 },
        { ref, cancel: "cancelled", exitCode: 0 },
      ],
    });
    expect(stderr).toContain("The service does not know checks:999");
  });

  test.each([
    { title: "a bad reference", args: ["ats:", "ats"], says: /"ats:" is not a run reference[\s\S]*"ats" is not a run/ },
    { title: "no reference", args: [], says: /reference is missing/ },
    { title: "a service that cannot cancel", args: ["ats:shop/1"], says: /ATS has no request that cancels a run/ },
  ])("ends with 2 for $title", async ({ args, says }) => {
    const { code, stdout, stderr } = await command("cancel", ...args).ended;
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(says);
  });
});

describe("--on-interrupt", () => {
  test.each([
    {
      given: ["--on-interrupt", "cancel"],
      says: "The service accepted the request to cancel checks:1.",
      is: "finished",
    },
    { given: [], says: "The remote run may still be running at the service.", is: "running" },
  ])("$given: the run is $is afterwards, and the reference is printed", async ({ given, says, is }) => {
    const run = command("run", module, "--suite", "slow", ...given);
    await until(() => /^(Queued|Running)/m.test(run.stderr()), "the command waits for the run");
    const asked = performance.now();
    run.kill("SIGTERM");
    const { code, stderr } = await run.ended;
    expect(code).toBe(143);
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(stderr).toContain(`Stopped by SIGTERM. ${says}`);
    expect(stderr.split("Started").at(-1)).toContain("remotest attach checks:1");
    expect((await command("status", "checks:1", "--provider", module).ended).stdout).toBe(`${is}\n`);
  });

  test("a service that is gone is said, and the reference is printed", async () => {
    const run = command("run", module, "--suite", "slow", "--on-interrupt", "cancel");
    await until(() => /^(Queued|Running)/m.test(run.stderr()), "the command waits for the run");
    await service.close();
    const asked = performance.now();
    run.kill("SIGINT");
    const { code, stderr } = await run.ended;
    expect(code).toBe(130);
    expect(performance.now() - asked).toBeLessThan(5_000);
    expect(stderr).toMatch(/checks:1 could not be cancelled and may still be running at the service: .*reached/);
    expect(stderr).toContain("Cancel it with the cancel command");
    service = await open();
  });
});
