import { commandNames } from "@remotest/core/flow";
import { paint } from "@remotest/reporters";
import { describe, expect, it } from "vitest";
import type { Finding } from "./finding.ts";
import { doctorDocument, doctorLines, exitCodeOf } from "./finding-lines.ts";

const words = { names: commandNames, own: (text: string) => text.replaceAll("s3cret", "***") };
const style = { ...words, paint: paint(false), columns: 80, quiet: false };
const fine: Finding = { check: "node", outcome: "ok", subject: "Node.js", found: "24.1.0 is supported" };
const wrong: Finding = {
  check: "certificates",
  outcome: "problem",
  subject: ({ option }) => `${option("caFile")} authorities/of/the/company/s3cret.pem`,
  found: "one of its certificates cannot be read, which is a long way of saying that it is damaged",
  next: "Ask whoever runs the authority, such as your company's proxy, for its present certificate, and try again.",
};
const options = {} as Parameters<typeof doctorLines>[0]["options"];
const examined = (...findings: readonly Finding[]): Parameters<typeof doctorLines>[0] => ({
  providers: [],
  findings,
  options,
});

describe("what doctor found", () => {
  it("fits into a terminal of 80 columns, one line for each check and the next step below it", () => {
    const lines = doctorLines(examined(fine, wrong), style);
    expect(lines).toEqual([
      "This machine and the options of every run",
      "✓ node           Node.js: 24.1.0 is supported",
      "✗ certificates   --ca-file authorities/of/the/company/***.pem: one of its",
      "                 certificates cannot be read, which is a long way of saying that",
      "                 it is damaged",
      "  → Ask whoever runs the authority, such as your company's proxy, for its",
      "    present certificate, and try again.",
      "",
      "✗ 1 problem. Nothing was started.",
    ]);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("is cut to what is wrong with --quiet", () => {
    const lines = doctorLines(examined(fine, wrong), { ...style, quiet: true });
    expect(lines.join("\n")).not.toContain("Node.js");
    expect(lines.join("\n")).toContain("certificates");
    expect(doctorLines(examined(fine), { ...style, quiet: true })).toEqual([
      "✓ No problem was found. Nothing was started.",
    ]);
  });

  it("is 2 with a problem, and 0 without one", () => {
    const others = (["ok", "warning", "skipped"] as const).map((outcome) => ({ ...fine, outcome }));
    expect(exitCodeOf(examined(...others))).toBe(0);
    expect(exitCodeOf(examined(...others, wrong))).toBe(2);
  });

  it("has the words for people in the document, without secrets", () => {
    expect(doctorDocument(examined(wrong), words)).toMatchObject({
      exitCode: 2,
      checks: [
        {
          check: "certificates",
          provider: null,
          subject: "--ca-file authorities/of/the/company/***.pem",
          next: wrong.next,
        },
      ],
    });
  });
});
