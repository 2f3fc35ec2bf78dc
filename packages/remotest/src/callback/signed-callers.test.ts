import { createHmac } from "node:crypto";
import type { Provider, ReceivedCall, RunHandle, SignedCalls } from "@remotest/core";
import type { Bell, PlannedRun } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import type { CallbackListener, OnSignedCall } from "./callback-listener.ts";
import { SignedCallers } from "./signed-callers.ts";

const sign = (body: string | Uint8Array, key: string): string => createHmac("sha256", key).update(body).digest("hex");
const signedCalls: SignedCalls = {
  keyInput: "key",
  isGenuine: ({ header, body }, key) => header("signature") === sign(body, key),
  isAbout: ({ body }, { ref }) => Buffer.from(body).toString().startsWith(ref),
};
const mine = { name: "mine", title: "Mine", signedCalls } as unknown as Provider;

const call = (body: string, key: string): ReceivedCall => ({
  header: (name) => (name === "signature" ? sign(body, key) : undefined),
  body: Buffer.from(body),
});

/** The callers of a plan's runs, with what they said, and a function that calls. */
function callers(...runs: readonly Partial<Pick<PlannedRun, "provider" | "connect">>[]) {
  const heard = new Map<string, OnSignedCall>();
  const listener = { hear: (name, onCall) => void heard.set(name, onCall) } as CallbackListener;
  const said: string[] = [];
  const all = new SignedCallers(listener, (run, message) => void said.push(`${run}: ${message}`), undefined);
  const bells = runs.map((run, index) => all.add({ provider: mine, connect: { key: "k" }, ...run }, index));
  return {
    bells,
    said,
    names: () => [...heard.keys()],
    call: (given: ReceivedCall | "too large", name = "mine") => heard.get(name)?.(given),
  };
}

/** Makes a bell wait for a run. Returns how often it has rung. */
function awaiting(bell: Bell | undefined, ref: string): { rings: number } {
  const counted = { rings: 0 };
  if (!bell) return expect.unreachable("there is no bell");
  bell.awaited = { ref } satisfies RunHandle;
  bell.ring = () => void counted.rings++;
  return counted;
}

describe("a genuine call", () => {
  it("rings for the run that it is about, once for each message", () => {
    const { bells, call: receive, said } = callers({}, {});
    const [first, second] = [awaiting(bells[0], "mine:1"), awaiting(bells[1], "mine:2")];
    for (const body of ["mine:2 a", "mine:2 b", "mine:2 a", "mine:2 a", "mine:3"])
      expect(receive(call(body, "k"))).toBe(true);
    expect([first.rings, second.rings]).toEqual([0, 2]);
    expect(said).toEqual([]);
  });

  it("rings for the runs of its own key only", () => {
    const { bells, call: receive } = callers({ connect: { key: "k" } }, { connect: { key: "other" } });
    const [first, second] = [awaiting(bells[0], "mine:1"), awaiting(bells[1], "mine:1")];
    expect(receive(call("mine:1", "other"))).toBe(true);
    expect([first.rings, second.rings]).toEqual([0, 1]);
  });

  it("does nothing while no run is waited for", () => {
    const { bells, call: receive } = callers({});
    const counted = awaiting(bells[0], "mine:1");
    Object.assign(bells[0] ?? {}, { awaited: undefined });
    expect(receive(call("mine:1", "k"))).toBe(true);
    expect(counted.rings).toBe(0);
  });

  it("rings again if so many others came in between that it is forgotten: the memory is bounded", () => {
    const { bells, call: receive } = callers({});
    const counted = awaiting(bells[0], "mine:1");
    receive(call("mine:1", "k"));
    for (let other = 0; other < 10_000; other++) receive(call(`mine:2 ${other}`, "k"));
    receive(call("mine:1", "k"));
    expect(counted.rings).toBe(2);
  });
});

describe("any other call", () => {
  it.each<{ title: string; given: ReceivedCall | "too large"; why: string }>([
    {
      title: "without a signature",
      given: { header: () => undefined, body: Buffer.from("mine:1") },
      why: "not signed by Mine with MINE_KEY",
    },
    { title: "signed with another key", given: call("mine:1", "guessed"), why: "not signed by Mine with MINE_KEY" },
    { title: "that is too large", given: "too large", why: "too large" },
  ])("$title rings for nobody, and is said once, with nothing of it", ({ given, why }) => {
    const { bells, call: receive, said } = callers({}, {});
    const counted = awaiting(bells[0], "mine:1");
    for (let time = 0; time < 100; time++) expect(receive(given)).toBe(false);
    expect(counted.rings).toBe(0);
    expect(said).toEqual([
      `0: A call that came for Mine was ignored: it was ${why}. Other such calls are not mentioned.`,
    ]);
    expect(receive(call("mine:1", "k"))).toBe(true);
    expect(counted.rings).toBe(1);
  });
});

describe("nothing is listened for", () => {
  it.each<{ title: string; run: Partial<Pick<PlannedRun, "provider" | "connect">> }>([
    { title: "the service signs no calls", run: { provider: { ...mine, signedCalls: "unsupported" } } },
    { title: "there is no key", run: { connect: {} } },
    { title: "the key is empty", run: { connect: { key: "" } } },
  ])("if $title", ({ run }) => {
    const { bells, names } = callers(run);
    expect(bells).toEqual([undefined]);
    expect(names()).toEqual([]);
  });
});
