import { describe, expect, it } from "vitest";
import { until } from "../stage/command.ts";
import * as ats from "../stage/fake-ats.ts";
import type { Responder } from "../stage/fake-service.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

const failed = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });

describe.concurrent("an attach into the directory of a plan", () => {
  it("judges with what is known about the other runs, and the advice names all of them", async () => {
    let finished = false;
    await using service = await ats.fakeAts({
      start: ({ response, body }) => {
        const id = body.includes("template-a") ? "A" : "B";
        ats.runJob(`<Started>true</Started><JobID>${id}</JobID>`)({ response } as never);
      },
      status: (given) =>
        (given.body.includes("<JobID>A<")
          ? failed
          : finished
            ? ats.done({})
            : ats.done({ status: "Running", result: "" }))(given),
      result: (given) => (given.body.includes("<JobID>A<") ? failed : ats.done({}))(given),
    });
    await using space = await openWorkspace(service.url);
    const args = ["run", "ats", "--app-id", "SHOP-1", "--template-id", "template-a", "--template-id", "template-b"];
    const first = await space.remotest([...args, "--poll-interval", "100ms", "--timeout", "6s"]);
    expect(first.code, first.stderr).toBe(4);
    expect(first.stderr).toContain("remotest attach ats:SHOP-1/A ats:SHOP-1/B");
    finished = true;
    const second = await space.remotest(["attach", "ats:SHOP-1/B", "--poll-interval", "100ms"]);
    expect(second.code, second.stderr).toBe(1);
    expect(await space.ledger()).toMatchObject([{ ref: "ats:SHOP-1/B" }, { ref: "ats:SHOP-1/A", verdict: "failed" }]);
    expect(await space.report("junit.xml")).toContain("<failure");
    const merged = await space.remotest(["merge", "remotest-report", "--report-dir", "merged"]);
    expect(merged.code, merged.stderr).toBe(1);
    const third = await space.remotest(["attach", "ats:SHOP-1/B", "--poll-interval", "100ms"]);
    expect(third.code, "and however often").toBe(1);
  });

  it.each([
    { title: "another run", args: runArgs("ats", "other") },
    { title: "a merge", args: ["merge", "parts"] },
  ])("is not needed: $title keeps the unfinished runs", async ({ args }) => {
    let over = false;
    await using service = await ats.fakeAts({
      status: (given) => (over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(given),
    });
    await using space = await openWorkspace(service.url);
    const first = await space.remotest(runArgs("ats", "any", "--timeout", "4s"));
    expect(first.code, first.stderr).toBe(4);
    over = true;
    await space.remotest([...runArgs("ats", "part"), "--report-dir", "parts"]);
    const between = await space.remotest(args);
    expect(between.code, between.stderr).toBe(0);
    const starts = service.calls.start;
    const resumed = await space.remotest(runArgs("ats", "any", "--resume"));
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("Attached to ats:SHOP-1/J-1");
    expect(service.calls.start).toBe(starts);
  });

  it("judges the others by its own options, in any form in which they are set", async () => {
    let over = false;
    const failing: Responder = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
    const answer: Responder = (given) =>
      (given.body.includes(">J-1<") ? failing : over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(
        given,
      );
    await using service = await ats.fakeAts({ status: answer, result: answer });
    await using space = await openWorkspace(service.url);
    const args = ["run", "ats", "--app-id", "SHOP-1", "--template-id", "a", "--template-id", "b"];
    const first = await space.remotest([...args, "--fail-on", "never", "--poll-interval", "100ms", "--timeout", "6s"]);
    expect(first.code, first.stderr).toBe(4);
    over = true;
    for (const ref of ["ats:SHOP-1/J-2", "ats:SHOP%2D1/J%2D2"]) {
      const { code, stderr } = await space.remotest(["attach", ref, "--poll-interval", "100ms"]);
      expect(code, stderr).toBe(1);
    }
  });

  it.each([
    // It is known that it failed, but not any more which tests failed.
    { title: "another run came between", isFailing: true, wanted: 3 },
    { title: "an attach was killed", isFailing: false, wanted: 0 },
  ])("judges a part together with the verdicts of the others, even if $title", async ({ isFailing, wanted }) => {
    let over = false;
    const second = isFailing
      ? ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] })
      : ats.done({});
    const first: Responder = (given) => (over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(given);
    const answer: Responder = (given) => (given.body.includes(">J-2<") ? second : first)(given);
    await using service = await ats.fakeAts({ status: answer, result: answer });
    await using space = await openWorkspace(service.url);
    const args = ["run", "ats", "--app-id", "SHOP-1", "--template-id", "a", "--template-id", "b"];
    const plan = await space.remotest([...args, "--poll-interval", "100ms", "--timeout", "6s"]);
    expect(plan.code, plan.stderr).toBe(4);
    const left = (await space.ledger()).find(({ verdict }) => verdict === "timed-out")?.ref ?? "";
    const attach = ["attach", left, "--poll-interval", "100ms"];
    if (!isFailing) {
      const killed = space.launch(attach);
      await until(async () => (await space.report("outputs.env")) === `REMOTEST_RUN_REF=${left}\n`, "it has begun");
      killed.kill("SIGKILL");
      await killed.ended;
    }
    over = true;
    if (isFailing) expect((await space.remotest(runArgs("ats", "other"))).code).toBe(0);
    const attached = await space.remotest(attach);
    expect(attached.code, attached.stderr).toBe(wanted);
  });

  it("to another run keeps the unfinished runs: --resume starts nothing a second time", async () => {
    let over = false;
    await using service = await ats.fakeAts({
      status: (given) => (over ? ats.done({}) : ats.done({ status: "Running", result: "" }))(given),
    });
    await using space = await openWorkspace(service.url);
    const first = await space.remotest(runArgs("ats", "any", "--timeout", "4s"));
    expect(first.code, first.stderr).toBe(4);
    over = true;
    const other = await space.remotest(["attach", "ats:SHOP-1/J-9"]);
    expect(other.code, other.stderr).toBe(0);
    const resumed = await space.remotest(runArgs("ats", "any", "--resume"));
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(resumed.stderr).toContain("Attached to ats:SHOP-1/J-1");
    expect(service.calls.start).toBe(1);
  });
});
