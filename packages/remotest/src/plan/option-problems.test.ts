import { describe, expect, it } from "vitest";
import { optionsElsewhere } from "./option-problems.ts";

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
