import { UsageError } from "@remotest/core";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { main } from "./main.ts";

async function said(args: readonly string[], env: Readonly<Record<string, string>>): Promise<[number, string]> {
  let text = "";
  const output = { write: (more: string) => (text += more) };
  const interrupted = new AbortController().signal;
  const platform = { version: "0.0.0", env, stdout: output, stderr: output, interrupted, onInterrupt: () => undefined };
  return [await main([...args, "--json", "--verbose"], platform), text];
}

it.each([
  { title: "as it is", word: "extra-l0ngTokenValue" },
  { title: "in base64", word: Buffer.from("l0ngTokenValue").toString("base64") },
  { title: "with NUL in it", word: [..."l0ngTokenValue"].join("\u0000") },
])("the command's own error messages contain no secret, $title", async ({ word }) => {
  const env = { ATS_API_TOKEN: "l0ngTokenValue", ATS_USERNAME: "usage" };
  const [code, text] = await said(["run", "ats", "--app-id", "SHOP", "--template-id", "7", word], env);
  expect(code, text).toBe(2);
  expect(text).toContain("is not expected here");
  expect(text).toContain("***");
  expect(text).not.toMatch(/l0ng|bDBuZ/);
  // So short that any text may contain it by chance.
  expect(text).toContain("usage");
});

describe("a secret that is set in a variable is not repeated, in", () => {
  const token = "l0ngTokenValue-1234";
  const started = ["run", "ats", "--app-id", "SHOP", "--template-id", "7"];
  it.each<{ args: readonly string[]; env?: Record<string, string> }>([
    { args: [token] },
    { args: ["help", token] },
    { args: ["run", token] },
    { args: ["run", token, "--help"] },
    { args: ["attach", token] },
    { args: ["status", `ats:${token}`] },
    { args: ["run", "./absent.mjs", token] },
    { args: [...started, "--timeout", token], env: { ATS_API_TOKEN_FILE: "absent" } },
    { args: started, env: { ATS_API_TOKEN: "", ATS_API_TOKEN_FILE: token } },
    { args: ["run", token], env: { ATS_API_TOKEN: "", ATS_API_TOKEN_FILE: token } },
    { args: ["run", token], env: { ATS_API_TOKEN: "", MY_OWN_PW: ` ${token}\n` } },
    { args: ["run", `./${token}.mjs`], env: { ATS_API_TOKEN: "", REMOTEST_PROXY: `http://me:${token}@proxy:3128` } },
    { args: [...started, "--quarantine", `https://me:${token}@example.com/q.yaml`], env: { ATS_API_TOKEN: "other" } },
  ])("$args, $env", async ({ args, env }) => {
    const [code, text] = await said(args, { ATS_API_TOKEN: token, ...env });
    expect(code, text).toBe(2);
    expect(text).toContain("nothing was sent");
    expect(text).not.toContain("l0ngToken");
  });

  it("in its file", async () => {
    const dir = await mkdtemp(join(tmpdir(), "remotest-main-"));
    await writeFile(join(dir, "token"), `${token}\n`, { mode: 0o600 });
    const [code, text] = await said(["run", token], { ATS_API_TOKEN_FILE: join(dir, "token") });
    await rm(dir, { recursive: true });
    expect(code, text).toBe(2);
    expect(text).not.toContain("l0ngToken");
  });

  it("an error from which it cannot be removed: nothing of the error is shown", async () => {
    const env: Record<string, string> = {};
    Object.defineProperty(env, "ATS_API_TOKEN", { enumerable: true, get: () => expect.fail(token) });
    const [code, text] = await said(["run", token], env);
    expect(code, text).toBe(3);
    expect(text).toContain("it is not shown, because it may contain a secret");
    expect(text).not.toContain("l0ngToken");
  });
});

it("an observer receives the error that a command ends with, without secrets", async () => {
  const heard: unknown[] = [];
  const output = { write: () => undefined };
  const code = await main(["run", "ats", "--app-id", "l0ngTokenValue-1234"], {
    version: "0.0.0",
    env: { ATS_API_TOKEN: "l0ngTokenValue-1234" },
    stdout: output,
    stderr: output,
    interrupted: new AbortController().signal,
    onInterrupt: () => undefined,
    observer: {
      event: () => heard.push("event"),
      finished: () => heard.push("finished"),
      refused: (error) => heard.push(error),
      started: () => heard.push("started"),
    },
  });
  expect(code).toBe(2);
  expect(heard).toEqual([expect.any(UsageError)]);
  expect(JSON.stringify(heard)).not.toContain("l0ngToken");
});

describe("remotest plan", () => {
  const yaml = `version: 1
runs:
  - name: shop \${matrix.template}
    provider: ats
    with: { appId: SHOP, templateId: "\${matrix.template}" }
    matrix: { template: [smoke, "pay \${env.DEPLOY_TOKEN}", search] }
`;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "remotest-main-plan-"));
    await writeFile(join(folder, "plan.yaml"), yaml.replace("DEPLOY_TOKEN", "WHERE:-now"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  async function planned(...args: readonly string[]): Promise<readonly [code: number, stdout: string, stderr: string]> {
    const texts = ["", ""];
    const [stdout, stderr] = [0, 1].map((at) => ({ write: (text: string) => (texts[at] += text) }));
    const interrupted = new AbortController().signal;
    const ends = { interrupted, onInterrupt: () => undefined };
    const output = { stdout: stdout ?? { write: () => "" }, stderr: stderr ?? { write: () => "" } };
    const given = ["plan", "--config", join(folder, "plan.yaml"), ...args];
    const code = await main(given, { version: "1.0.0", env: {}, ...output, ...ends });
    return [code, texts[0] ?? "", texts[1] ?? ""];
  }

  it.each([[], ["--shards", "2"], ["--run", "shop s*"]])(
    "prints the same with --json and --format json: %j",
    async (...args) => {
      const json = await planned(...args, "--json");
      expect(json).toEqual(await planned(...args, "--format", "json"));
      expect(json[0]).toBe(0);
      const { runs } = JSON.parse(json[1]) as { readonly runs: readonly { readonly shard?: string }[] };
      expect(runs).toHaveLength(args[0] === "--run" ? 2 : 3);
      expect(runs.every(({ shard }) => (shard === undefined) === (args[0] !== "--shards"))).toBe(true);
    },
  );

  it.each([
    [["--shards", "0"], /--shards .*"0" must be/],
    [["--shards", "257"], /--shards .*"257" must be/],
    [["--shards", "201", "--format", "gitlab"], /--shards is 201, and GitLab starts at most 200 jobs/],
    [["--run", "", "--format", "github"], /--run is given, but empty/],
    [["--run", "none", "--format", "github"], /--run: "none" matches no run/],
    [["--format", "github", "--json"], /--json and --format github cannot be used together/],
    [["--format", "gitlab", "--commit-status"], /--check-name .* is missing: every shard and `remotest merge`/],
    [["--format", "gitlab", "--comment", "--check-name", "a\nb"], /must be one line of plain text/],
    [
      ["--format", "gitlab", "--comment", "--check-name", "for $CI_JOB_NAME"],
      /--check-name contains a \$, which GitLab would expand/,
    ],
    [
      ["--format", "github", "--comment", "--check-name", "x"],
      /--comment and --check-name are for --format gitlab, which prints a complete pipeline/,
    ],
    [["--format", "bamboo"], /--format .*"bamboo" must be/],
  ])("%j is refused, and nothing is printed that a pipeline would take for a matrix", async (args, says) => {
    const [code, stdout, stderr] = await planned(...args);
    expect([code, args.includes("--json") ? "" : stdout], stderr).toEqual([2, ""]);
    expect(stderr).toMatch(says);
  });
});
