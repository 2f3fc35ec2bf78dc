import { inspect } from "node:util";
import { expect, test } from "vitest";
import { cleanCause } from "./clean-cause.ts";
import { redactor } from "./redactor.ts";

const redact = redactor(["s3cret-key"]);

test("copies names, messages, codes and causes, cleaned, and nothing else", () => {
  const inner = Object.assign(new Error("read\nECONNRESET of s3cret-key"), {
    code: "ECONNRESET",
    config: "s3cret-key",
  });
  const outer = Object.assign(new TypeError("fetch failed", { cause: inner }), { request: "s3cret-key" });
  const clean = cleanCause(outer, redact);
  // The error that hides the code of the system gets that code, too.
  expect(clean).toMatchObject({ name: "TypeError", message: "fetch failed", code: "ECONNRESET" });
  expect(clean?.cause).toMatchObject({ name: "Error", message: "read ECONNRESET of ***", code: "ECONNRESET" });
  const shown = inspect(clean, { depth: Infinity, showHidden: true });
  expect(shown).not.toMatch(/s3cret|config|request|clean-cause/);
});

test("cleans the code and the name as well", () => {
  const odd = Object.assign(new Error("m"), { code: "E\ns3cret-key", name: "s3cret-key" });
  expect(cleanCause(odd, redact)).toMatchObject({ code: "E ***", name: "***" });
});

test.each([["a text"], [undefined], [null], [{ message: "like an error" }]])("copies nothing of %j", (cause) => {
  expect(cleanCause(cause, redact)).toBeUndefined();
});

test("ends if an error is its own cause", () => {
  const round = new Error("round");
  round.cause = round;
  expect(inspect(cleanCause(round, redact), { depth: Infinity }).match(/round/g)?.length).toBeLessThan(10);
});
