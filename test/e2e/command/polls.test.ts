import { describe, expect, it } from "vitest";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { type FakeService, first, half, html, type Responder, reset, text } from "../stage/fake-service.ts";
import { openWorkspace, runArgs, type Service, services } from "../stage/workspace.ts";

const fakes: Readonly<Record<Service, (script: { status?: Responder; result?: Responder }) => Promise<FakeService>>> = {
  apptest: apptest.fakeApptest,
  ats: ats.fakeAts,
};
const finished = { apptest: apptest.status("Complete"), ats: ats.done({}) };
const results = { apptest: apptest.result({ xml: apptest.junit(apptest.passed) }), ats: ats.done({}) };

const faults: readonly { title: string; fault: Responder }[] = [
  { title: "a reset", fault: reset },
  { title: "half an answer", fault: half },
  { title: "HTML with 200", fault: html(200) },
  { title: "500", fault: html(500) },
  { title: "502", fault: html(502) },
  { title: "408", fault: html(408) },
  { title: "429", fault: html(429) },
  { title: "garbage", fault: text(200, "text/xml", "\u0000\u0001 not <a> document") },
  { title: "an empty answer", fault: text(200, "application/json", "") },
];

describe.concurrent.each(services)("%s: polls that fail in between are survived", (service) => {
  it.each(faults)("$title, three times, of the status and of the results", async ({ fault }) => {
    await using fake = await fakes[service]({
      status: first(3, fault, finished[service]),
      result: first(3, fault, results[service]),
    });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any"));
    expect(code, stderr).toBe(0);
    expect(fake.calls).toEqual({ start: 1, status: 4, result: 4 });
    expect(stderr.match(/asking again/g)).toHaveLength(6);
  });

  it("but not forever: a service that stays down is 3, with the attach command", async () => {
    await using fake = await fakes[service]({ status: html(503) });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any"));
    expect(code, stderr).toBe(3);
    expect(fake.calls.status).toBe(11);
    expect(stderr).toContain(`remotest attach ${service === "apptest" ? "apptest:77" : "ats:SHOP-1/J-1"}`);
  });

  it("a permanent fault is reported immediately: 401 to a poll", async () => {
    await using fake = await fakes[service]({ status: html(401) });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any"));
    expect(code, stderr).toBe(3);
    expect(fake.calls.status).toBe(1);
  });

  it("Retry-After is respected", async () => {
    const asked: number[] = [];
    await using fake = await fakes[service]({
      status: (exchange) => {
        asked.push(performance.now());
        const wait = text(503, "text/html", "busy", { "retry-after": "2" });
        (exchange.time === 1 ? wait : finished[service])(exchange);
      },
    });
    await using space = await openWorkspace(fake.url);
    const { code, stderr } = await space.remotest(runArgs(service, "any"));
    expect(code, stderr).toBe(0);
    expect((asked[1] ?? 0) - (asked[0] ?? 0)).toBeGreaterThan(1_950);
  });

  it("never beyond the timeout", async () => {
    await using fake = await fakes[service]({ status: text(503, "text/html", "busy", { "retry-after": "3600" }) });
    await using space = await openWorkspace(fake.url);
    const began = performance.now();
    const { code, stderr } = await space.remotest(runArgs(service, "any", "--timeout", "3s"));
    expect(code, stderr).toBe(4);
    expect(performance.now() - began).toBeLessThan(8_000);
    expect(stderr).toContain("remotest attach ");
  });
});
