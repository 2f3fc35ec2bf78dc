import { describe, expect, it } from "vitest";
import { signedCalls } from "./signed-calls.ts";

const id = "5552275f-0733-4afa-b109-7dee0cf1eda9";
const run = { ref: `mta:${id}/28/19` };
const isAbout = (text: string): boolean =>
  signedCalls.isAbout({ header: () => undefined, body: Buffer.from(text) }, run);

describe("a genuine call is about a run", () => {
  it.each([id, id.toUpperCase()])("with the execution id %s", (given) =>
    expect(isAbout(JSON.stringify({ ExecutionId: given }))).toBe(true),
  );
  it.each(["{}", "[]", "", '{"ExecutionId":null}', '{"executionId":"other"}'])(
    "if it does not say which one: %s",
    (text) => expect(isAbout(text)).toBe(true),
  );
});

it.each([id.slice(1), `${id}0`, "28", "constructor"])(
  "a genuine call is not about a run with another id: %s",
  (given) => expect(isAbout(JSON.stringify({ ExecutionId: given }))).toBe(false),
);
