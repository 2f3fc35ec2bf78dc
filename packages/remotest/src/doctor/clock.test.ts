import { describe, expect, it } from "vitest";
import { clockFinding } from "./clock.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const exchanged = { sentAt: now - 200, receivedAt: now };
const provider = { name: "shop", title: "Shop" };

function finding(headers: Readonly<Record<string, string>>): ReturnType<typeof clockFinding> {
  return clockFinding({ get: (name) => headers[name] ?? null }, exchanged, provider);
}

describe("the clock of this machine", () => {
  it.each([
    { date: "Sun, 01 Mar 2026 12:00:00 GMT", outcome: "ok", found: "agrees with the one of Shop" },
    { date: "Sun, 01 Mar 2026 12:05:00 GMT", outcome: "ok", found: "agrees with the one of Shop" },
    { date: "Sun, 01 Mar 2026 12:06:00 GMT", outcome: "problem", found: "is 6 minutes behind the one of Shop" },
    { date: "Sun, 01 Mar 2026 11:00:00 GMT", outcome: "problem", found: "is 60 minutes ahead of the one of Shop" },
    { date: "noon", outcome: "skipped", found: "not checked: Shop does not tell the time" },
  ])("with $date at the service: $outcome", ({ date, outcome, found }) => {
    expect(finding({ date })).toMatchObject({ outcome, found });
  });

  it("is not compared with an answer that was stored", () => {
    expect(finding({ date: "Sun, 01 Mar 2026 11:00:00 GMT", age: "3600" }).outcome).toBe("skipped");
    expect(finding({}).outcome).toBe("skipped");
  });
});
