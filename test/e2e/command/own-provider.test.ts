import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Provider } from "../../../packages/core/src/index.ts";
import { type ConformanceService, testProvider } from "../../../packages/core/src/provider/conformance.ts";
// @ts-expect-error -- JavaScript without declarations, as a user writes it
import checks from "../../../docs/examples/my-provider/index.js";
// @ts-expect-error -- as above
import { startService } from "../../../docs/examples/my-provider/service.js";
import { type CommandResult, remotest } from "../stage/command.ts";
import { root } from "../stage/documents.ts";

const start = startService as () => Promise<Pick<ConformanceService, "starts" | "close"> & { readonly url: string }>;
const module = "./docs/examples/my-provider/index.js";

describe("docs/examples/my-provider, run by the built command", () => {
  let service: Awaited<ReturnType<typeof start>>;
  let dir: string;
  let command: (...args: string[]) => Promise<CommandResult>;
  beforeAll(async () => {
    service = await start();
    dir = await mkdtemp(join(tmpdir(), "own-provider-"));
    const env = { CHECKS_BASE_URL: service.url, CHECKS_TOKEN: "demo", REMOTEST_REPORT_DIR: dir };
    command = (...args) => remotest(args, { cwd: root, env });
  });
  afterAll(async () => {
    await service.close();
    await rm(dir, { recursive: true });
  });

  test.for([
    { suite: "pass", code: 0, verdict: "passed", says: "2 tests passed", starts: 1 },
    { suite: "fail", code: 1, verdict: "failed", says: "Expected 200, got 500.", starts: 1 },
    { suite: "none-such", code: 3, verdict: "provider-error", says: "checks-refused", starts: 0 },
    { suite: "lost-answer", code: 5, verdict: "unknown-start", says: "Check at the service", starts: 1 },
  ])(
    "the suite $suite ends with exit code $code, after $starts start",
    async ({ suite, code, verdict, says, starts }) => {
      const before = service.starts();
      const ended = await command("run", module, "--suite", suite, "--name", "try", "--poll-interval", "100ms");
      expect(ended.stderr).toContain(says);
      if (code < 2) expect(ended.stderr).toMatch(/remotest attach checks:\d+ --provider \.\/docs\/examples/);
      expect(ended.code).toBe(code);
      expect(service.starts() - before).toBe(starts);
      const { runs } = JSON.parse(await readFile(join(dir, "run.json"), "utf8")) as { runs: { verdict: string }[] };
      expect(runs.map((run) => run.verdict)).toEqual([verdict]);
    },
  );

  test("--callback-listen: its service calls, and the command ends long before the next poll", async () => {
    const from = performance.now();
    const listen = ["--callback-listen", "127.0.0.1:0", "--poll-interval", "30s"];
    const { code, stderr } = await command("run", module, "--suite", "pass", ...listen);
    expect(code, stderr).toBe(0);
    expect(performance.now() - from).toBeLessThan(20_000);
  });

  test("attach accepts the provider's module", async () => {
    const reference = (await command("start", module, "--suite", "pass")).stdout.trim();
    expect(reference).toMatch(/^checks:\d+$/);
    expect((await command("attach", reference, "--provider", module)).code).toBe(0);
  });

  test("its inputs become the options of the help and the problems", async () => {
    expect((await command("run", module, "--help")).stdout).toContain("CHECKS_TOKEN or CHECKS_TOKEN_FILE");
    const misspelt = await command("run", module, "--siute", "pass");
    expect(misspelt.code).toBe(2);
    expect(misspelt.stderr).toContain("Did you mean --suite?");
    expect((await command("run", module)).stderr).toContain("--suite (or CHECKS_SUITE) is missing");
  });
});

async function openService(): Promise<ConformanceService> {
  const { url, starts, close } = await start();
  const suites = { pass: "pass", fail: "fail", refused: "none-such", "lost-answer": "lost-answer" };
  return {
    connect: { baseUrl: url, token: "demo" },
    connectTo: (baseUrl) => ({ baseUrl, token: "t0ken-that-must-not-show" }),
    secrets: ["t0ken-that-must-not-show"],
    start: (course) => ({ options: { suite: suites[course] }, name: "conformance" }),
    unknownReference: "999",
    starts,
    close,
  };
}

describe("docs/examples/my-provider keeps the rules of a provider", () =>
  testProvider(checks as Provider, openService, test));
