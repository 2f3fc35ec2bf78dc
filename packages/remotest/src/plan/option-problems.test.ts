import { describe, expect, it } from "vitest";
import type { InputTable } from "@remotest/core";
import { readCommandLine } from "../command-line/read-command-line.ts";
import { optionsElsewhere, readOwnOptions } from "./option-problems.ts";
import { problems } from "./plans.fixture.ts";

describe("an option that exists, but not here", () => {
  it.each([
    { command: "start", option: "min-tests", where: "for the command that waits for the run" },
    { command: "start", option: "comment", where: "for the command that waits for the run" },
    { command: "start", option: "no-wait", where: "for the command that waits for the run" },
    { command: "start", option: "shard", where: "an option of other commands" },
    { command: "run", option: "no-wait", where: "an option of other commands" },
    { command: "run", option: "os-type", where: "an option of apptest, not of ats" },
    { command: "run", option: "app-file", where: "an option of apptest and browserstack, not of ats" },
  ])("$command --$option is $where", async ({ command, option, where }) => {
    expect((await optionsElsewhere(["ats"], command)).get(option)).toBe(where);
  });

  it("is only for starting a run if none is started", async () => {
    expect((await optionsElsewhere([], "attach")).get("os-type")).toBe("only for starting a run");
  });
});

describe("a command without a provider", () => {
  const table: InputTable = { port: { type: "integer", min: 0, max: 65_535, default: 4010, doc: "" } };
  const own = (...args: string[]) => readOwnOptions(readCommandLine(["sandbox", ...args], [table]), {}, table);
  it("reads its own options", () => {
    expect(own()).toEqual({ port: 4010 });
    expect(own("--port", "0")).toEqual({ port: 0 });
  });
  it("names every problem", async () => {
    const found = await problems(Promise.resolve().then(() => own("extra", "--port", "99999", "--sped", "1")));
    expect(found).toHaveLength(3);
  });
});
