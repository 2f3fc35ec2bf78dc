import { describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { nodeFinding, oldestNode } from "./node-version.ts";

describe("the version of Node.js", () => {
  it("is compared with the one that the package requires", () => {
    expect(manifest.engines.node).toBe(`>=${oldestNode}`.replace(/\.0$/, ""));
  });

  it.each([
    { version: "18.20.4", outcome: "problem" },
    { version: "20.9.0", outcome: "problem" },
    { version: "20.18.99", outcome: "problem" },
    { version: "20.19.0", outcome: "ok" },
    { version: "24.1.0", outcome: "ok" },
    { version: "100.0.0", outcome: "ok" },
  ])("$version: $outcome", ({ version, outcome }) => {
    expect(nodeFinding(version).outcome).toBe(outcome);
  });
});
