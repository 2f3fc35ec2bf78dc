import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setAside } from "./set-aside.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "remotest-aside-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("the reports of an earlier command", () => {
  const reports = ["ctrf-report.json", "junit.xml", "outputs.env", "report.html", "results.json", "summary.md"];

  it("are moved to previous/, over those of the one before; what --resume reads stays", () => {
    mkdirSync(join(dir, "previous"));
    writeFileSync(join(dir, "previous/junit.xml"), "older");
    for (const file of [...reports, "run.json", "attempt.json"]) writeFileSync(join(dir, file), "earlier");
    setAside(dir);
    expect(readdirSync(dir).toSorted()).toEqual(["attempt.json", "previous", "run.json"]);
    expect(readdirSync(join(dir, "previous")).toSorted()).toEqual(reports);
    expect(readFileSync(join(dir, "previous/junit.xml"), "utf8")).toBe("earlier");
  });

  it("that are not there leave no trace", () => {
    setAside(dir);
    expect(readdirSync(dir)).toEqual([]);
    setAside(join(dir, "absent"));
    expect(readdirSync(dir)).toEqual([]);
  });
});
