import { TimedOutError, type Transport, worded } from "@remotest/core";
import { type RunEvent, verdictOf } from "@remotest/core/flow";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Announcement } from "./announcement.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());

const commit = "f".repeat(40);
const env = {
  GITHUB_ACTIONS: "true",
  GITHUB_API_URL: "https://api.github.example",
  GITHUB_REPOSITORY: "octo/shop",
  GITHUB_SHA: commit,
};
const event = { type: "attached", run: 0, handle: { ref: "ats:A/1" } } as RunEvent;
const verdict = verdictOf(new TimedOutError(1000));

/** Announces to a host that answers each request like this. */
function announcing(fetch: Transport["fetch"], comment = false, runs = 1) {
  const platform = { env, version: "1.2.3", interrupted: new AbortController().signal, stderr: { write: vi.fn() } };
  const options = { commitStatus: true, comment, ciToken: "token", commit: undefined, insecureHttp: false };
  const settings = { options, name: "shop", runs, comesBack: false, quarantine: [], buildUrl: "https://ci.example/41" };
  const transport = { fetch, maxResponseBytes: 1000 } as Transport;
  return new Announcement(settings, platform as never, transport);
}

const silent: Transport["fetch"] = () => new Promise<never>(() => undefined);
const busy: Transport["fetch"] = async () => {
  await new Promise((resolve) => setTimeout(resolve, 9_000));
  const headers = { get: (name: string) => (name === "retry-after" ? "9" : null) };
  return { status: 429, headers, body: null } as never;
};

describe("a verdict", () => {
  it.each([
    { host: "is silent", what: "a run", fetch: silent, isStarted: true },
    { host: "is busy", what: "a run", fetch: busy, isStarted: true },
    // A merge starts nothing, so nothing is pending.
    { host: "is silent", what: "a merge", fetch: silent, isStarted: false },
    { host: "is busy", what: "a merge", fetch: busy, isStarted: false },
  ])("of $what waits at most half a minute for all of its announcement if the host $host", async (row) => {
    const announcement = announcing(row.fetch, true);
    if (row.isStarted) announcement.event(event);
    const from = performance.now();
    const report = { verdict, runs: [], warnings: [], quarantineWarnings: [], history: [] } as never;
    const ended = announcement.finished(report).then((warnings) => ({ warnings, ms: performance.now() - from }));
    await vi.advanceTimersByTimeAsync(300_000);
    const { warnings, ms } = await ended;
    expect(ms).toBeLessThanOrEqual(30_000);
    expect(warnings.map((each) => worded(each))).toEqual([
      "The status of the commit was not written: GitHub took too long.",
      "The comment was not written: GitHub took too long.",
    ]);
  });
});

describe("a shard", () => {
  const plan = { hash: "", runs: 2, shard: { number: 1, of: 2 } };
  it.each(["error", "passed"] as const)("that ends as %s waits at most half a minute, too", async (kind) => {
    const announcement = announcing(silent, true);
    announcement.event(event);
    const from = performance.now();
    const own = kind === "passed" ? { kind, reason: "1 test passed.", forgiven: 0 } : verdict;
    const ended = announcement.finished({ verdict: own, plan, runs: [] } as never).then(() => performance.now() - from);
    await vi.advanceTimersByTimeAsync(300_000);
    expect(await ended).toBeLessThanOrEqual(30_000);
  });
});

describe("the link of a pending status", () => {
  it.each([
    { runs: 1, link: "https://ats.example/1" },
    { runs: 2, link: "https://ci.example/41" },
  ])("of $runs runs is $link", async ({ runs, link }) => {
    const links: unknown[] = [];
    const announcement = announcing(
      async (_, sent) => {
        links.push((JSON.parse(sent?.body as string) as { readonly target_url: string }).target_url);
        return { status: 201, headers: { get: () => null }, body: null } as never;
      },
      false,
      runs,
    );
    announcement.event({ ...event, handle: { ref: "ats:A/1", url: "https://ats.example/1" } } as RunEvent);
    await announcement.started(undefined);
    expect(links).toEqual([link]);
  });
});

describe("a fault of our own", () => {
  it("is not blamed on the host, and changes no verdict", async () => {
    const pull = { state: "open", number: 7, head: { sha: commit }, base: { repo: { full_name: "octo/shop" } } };
    const answer = new TextEncoder().encode(JSON.stringify([pull]));
    const announcement = announcing(
      async () => ({ status: 200, headers: { get: () => null }, body: new Blob([answer]).stream() }) as never,
      true,
    );
    // No comment can be made of a report without runs.
    const report = { verdict, runs: [], warnings: [], quarantineWarnings: [] } as never;
    const warnings = await announcement.finished(report);
    expect(warnings.map((each) => worded(each))).toEqual([
      expect.stringMatching(/^The comment was not written: an unexpected error: TypeError: /),
    ]);
  });
});
