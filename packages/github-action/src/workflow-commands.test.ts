import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileEntry, workflowCommand } from "./workflow-commands.ts";

describe("a workflow command", () => {
  it.each([
    { given: ["add-mask", {}, "s3cret"], wanted: "::add-mask::s3cret\n" },
    { given: ["error", { title: "Pay: a,b" }, "50% of\r\n2"], wanted: "::error title=Pay%3A a%2Cb::50%25 of%0D%0A2\n" },
    { given: ["notice", { title: "%3A" }, "%0A"], wanted: "::notice title=%253A::%250A\n" },
  ] as const)("$given", ({ given: [name, properties, message], wanted }) => {
    expect(workflowCommand(name, properties, message)).toBe(wanted);
  });

  it("is one line whatever it carries, and the message begins where the command ends", () => {
    const text = fc.string({ unit: "binary" });
    fc.assert(
      fc.property(text, text, (title, message) => {
        const line = workflowCommand("error", { title }, message);
        expect(line.slice(0, -1)).not.toMatch(/[\r\n]/);
        expect(line).toMatch(/^::error title=[^:,\r\n]*::/);
      }),
    );
  });
});

describe("an entry of a file", () => {
  it("stands between two lines that nobody can guess", () => {
    const [first, second] = [fileEntry("run-ref", "a"), fileEntry("run-ref", "a")];
    expect(first).toMatch(/^run-ref<<(remotest-[\da-f-]{36})\na\n\1\n$/);
    expect(second).not.toBe(first);
  });
});
