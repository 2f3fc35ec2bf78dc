import { worded } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { inputNames } from "../command-line/plugin-names.ts";
import { gateOfStart } from "./gate-of-start.ts";

describe("a gate beside a start", () => {
  const inputs = {
    REMOTEST_FAIL_ON: "failed",
    REMOTEST_MAX_FAILURES: "0",
    REMOTEST_MIN_TESTS: "40",
    REMOTEST_MAX_DURATION: "20m",
    REMOTEST_QUARANTINE: "",
    REMOTEST_TIMEOUT: "2m",
  };
  const said = (plugin: string, more: Readonly<Record<string, string>> = {}): readonly string[] => {
    const env = { ...inputs, ...more, REMOTEST_PLUGIN: plugin };
    return gateOfStart(env).map((warning) => worded(warning, inputNames(env)));
  };
  const lost = (...names: readonly string[]): readonly string[] =>
    names.map((name) => `${name} has no effect on a start: it counts where the run is waited for.`);

  it.each([
    { plugin: "github", wanted: ["min-tests", "max-duration"] },
    { plugin: "gitlab", wanted: ["min-tests", "max-duration"] },
    { plugin: "azure", wanted: ["minTests", "maxDuration"] },
    { plugin: "jenkins", wanted: ["minTests", "maxDuration"] },
  ])("is not lost unseen in a plugin: $plugin", ({ plugin, wanted }) => {
    expect(said(plugin)).toEqual(lost(...wanted));
  });

  it("is lost unseen in no part of it", () => {
    const all = { REMOTEST_FAIL_ON: "never", REMOTEST_MAX_FAILURES: "5%", REMOTEST_QUARANTINE: "q.yaml" };
    expect(said("gitlab", all)).toEqual(lost("fail-on", "max-failures", "min-tests", "max-duration", "quarantine"));
  });

  it("is for other commands on the command line", () => expect(said("")).toEqual([]));
});
