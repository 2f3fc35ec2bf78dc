import { describe, expect, it } from "vitest";
import * as ats from "../stage/fake-ats.ts";
import { first, html, type Responder, reset } from "../stage/fake-service.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

describe.concurrent("ATS: a rerun is a start too", () => {
  it.each([
    { title: "reset", start: reset },
    { title: "502", start: html(502) },
  ])("$title: sent once, 5", async ({ start }) => {
    const failed = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
    await using fake = await ats.fakeAts({ start, status: failed, result: failed });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(["rerun", "ats:SHOP-1/J-1", "--poll-interval", "100ms"]);
    expect(code, stderr).toBe(5);
    expect(fake.calls.start).toBe(1);
  });

  it("that may have been sent is not sent again by --resume, regardless of which command sent it", async () => {
    const failed = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
    await using fake = await ats.fakeAts({ start: first(1, ats.started, reset), status: failed, result: failed });
    await using space = await openWorkspace(fake.url);
    expect((await space.remotest(runArgs("ats", "any", "--rerun-failed", "1"))).code).toBe(1);
    const { code, stderr } = await space.remotest(["rerun", "ats:SHOP-1/J-1", "--resume"]);
    expect(code, stderr).toBe(5);
    expect(fake.calls.start).toBe(2);
  });

  it.each([
    {
      title: "was cancelled",
      original: ats.done({ canceled: true, counts: [1, 1, 0], cases: [["Log in", "Passed"]] }),
    },
    {
      title: "the service failed for its own reason",
      original: ats.done({
        result: "Failed",
        message: "not deployed",
        counts: [1, 0, 0],
        cases: [["Log in", "Passed"]],
      }),
    },
    {
      title: "had a failure that was not rerun",
      original: ats.done({
        result: "Failed",
        counts: [0, 0, 2],
        cases: [
          ["Log in", "Failed"],
          ["Pay", "Failed"],
        ],
      }),
    },
  ])("does not make a run pass that $title, and neither does an attach to the rerun", async ({ original }) => {
    const answer: Responder = (given) => (given.body.includes(">J-1<") ? original : ats.done({}))(given);
    await using fake = await ats.fakeAts({
      start: (given) => ats.runJob(`<Started>true</Started><ErrorMessage></ErrorMessage><JobID>J-2</JobID>`)(given),
      status: answer,
      result: answer,
    });
    await using space = await openWorkspace(fake.url);
    for (const args of [
      ["rerun", "ats:SHOP-1/J-1", "--poll-interval", "100ms"],
      ["attach", "ats:SHOP-1/J-2", "--poll-interval", "100ms"],
    ]) {
      if (args[0] === "attach" && (await space.ledger())[0]?.reruns.length === 0) continue;
      const { code, stderr } = await space.remotest(args);
      expect(code, stderr).toBe(1);
    }
    const merged = await space.remotest(["merge", "remotest-report", "--report-dir", "merged"]);
    expect(merged.code, merged.stderr).toBe(1);
  });

  it("that is answered with the reference of another run is unknown: 5", async () => {
    const failed = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
    const same = ats.runJob("<Started>true</Started><ErrorMessage></ErrorMessage><JobID>J-1</JobID>");
    await using fake = await ats.fakeAts({ start: same, status: failed, result: failed });
    await using space = await openWorkspace(fake.url);
    const args = ["run", "ats", "--app-id", "SHOP-1", "--template-id", "a", "--template-id", "b"];
    const twice = await space.remotest([...args, "--poll-interval", "100ms"]);
    expect(twice.code, twice.stderr).toBe(5);
    // Another service may also count from one; the same one does not.
    for (const [name, wanted] of [
      ["other", 1],
      ["other", 5],
    ] as const) {
      const again = await space.remotest(runArgs("ats", name));
      expect(again.code, again.stderr).toBe(wanted);
    }
    const rerun = await space.remotest(["rerun", "ats:SHOP-1/J-1", "--report-dir", "other"]);
    expect(rerun.code, rerun.stderr).toBe(5);
  });

  it("with --rerun-failed an unknown rerun changes no result: the failure stays, with a warning", async () => {
    const failed = ats.done({ result: "Failed", counts: [0, 0, 1], cases: [["Log in", "Failed"]] });
    await using fake = await ats.fakeAts({ start: first(1, ats.started, reset), status: failed, result: failed });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs("ats", "any", "--rerun-failed", "2"));
    expect(code, stderr).toBe(1);
    expect(fake.calls.start).toBe(2);
    expect(stderr).toMatch(/Warning: Rerun 1 brought no results/);
  });
});
