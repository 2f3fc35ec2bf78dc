import { expect, test } from "vitest";
import { type RunSettings, settingsOf } from "./plan.ts";

const settings = { timeoutMs: 1, pollIntervalMs: undefined, rerunFailed: 0, reportDir: "r" } as RunSettings;
const policy = { failOn: "failed", maxFailures: { count: 0 } } as const;

test("a run has its own settings, and the plan's for the rest", () => {
  expect(settingsOf({}, settings)).toEqual(settings);
  const own = { timeoutMs: 2, pollIntervalMs: 3, rerunFailed: 4, policy };
  expect(settingsOf({ own }, settings)).toEqual({ ...settings, ...own });
});
