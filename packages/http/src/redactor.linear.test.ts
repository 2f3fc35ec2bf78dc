import { expect, test } from "vitest";
import { redactor } from "./redactor.ts";

const secret = `p4"ss&w<rd>'+/ü?`;
const base64 = Buffer.from(secret).toString("base64");
const percent = encodeURIComponent(secret).replaceAll("'", "%27");

test("the time to redact grows only linearly with the text, whatever the text", { timeout: 120_000 }, () => {
  const redact = redactor([
    secret,
    "two two  two three",
    `${"&".repeat(40)}x`,
    `${"%25".repeat(20)}x`,
    `${"\\".repeat(40)}x`,
    base64,
    percent,
  ]);
  for (const unit of [
    "&",
    "&amp;",
    "&amp;amp;",
    "&#38;",
    "&#0000",
    "%25",
    "%2525",
    "\\",
    '\\"',
    "\\u005c",
    'p4"ss&w',
    base64.slice(0, -3),
    " ",
    "two \n",
    "\u0000a",
    "\u001b[",
    "\u001b]0;",
    "\r\n ",
    String.raw`\u0000`,
  ]) {
    const started = performance.now();
    redact(unit.repeat(Math.ceil(2 ** 20 / unit.length)));
    // Far more than it takes on a busy machine, and far less than superlinear growth would take.
    expect(performance.now() - started, unit).toBeLessThan(20_000);
  }
});
