import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loggingCommand } from "./logging-command.ts";

describe("a logging command", () => {
  it.each([
    { given: ["task.setsecret", {}, "s3cret"], wanted: "##vso[task.setsecret]s3cret\n" },
    {
      given: ["task.setvariable", { variable: "a;b]", isOutput: "true" }, "50%\r\n"],
      wanted: "##vso[task.setvariable variable=a%3Bb%5D;isOutput=true;]50%AZP25%0D%0A\n",
    },
  ] as const)("$given", ({ given: [name, properties, message], wanted }) => {
    expect(loggingCommand(name, properties, message)).toBe(wanted);
  });

  it("is one line whatever it carries, and its properties end where they should", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, (variable, message) => {
        const line = loggingCommand("task.setvariable", { variable }, message);
        expect(line.slice(0, -1)).not.toMatch(/[\r\n]/);
        expect(line).toMatch(/^##vso\[task\.setvariable variable=[^;\]\r\n]*;\]/);
      }),
    );
  });
});
