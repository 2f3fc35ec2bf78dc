import { describe, expect, test } from "vitest";
import { readBody } from "./read-body.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const broken = new Error("reset");

/** Yields these pieces; then it ends, breaks or falls silent. */
async function* body(pieces: readonly string[], then: "ends" | "breaks" | "falls silent"): AsyncGenerator<Uint8Array> {
  for (const piece of pieces) yield bytes(piece);
  if (then === "breaks") throw broken;
  if (then === "falls silent") await new Promise(() => undefined);
}

describe("readBody", () => {
  test("reads all pieces, or nothing if there is no body", async () => {
    expect(await readBody(body(["a", "", "bc"], "ends"), { maxBytes: 3 })).toEqual({
      isWhole: true,
      bytes: bytes("abc"),
    });
    expect(await readBody(null, { maxBytes: 3 })).toEqual({ isWhole: true, bytes: bytes("") });
  });

  test("returns the bytes that came before a break, and its cause", async () => {
    const read = await readBody(body(["ab"], "breaks"), { maxBytes: 3 });
    expect(read).toEqual({ isWhole: false, bytes: bytes("ab"), cause: broken });
  });

  test("refuses a byte more than allowed, whatever follows", async () => {
    for (const then of ["ends", "breaks", "falls silent"] as const)
      await expect(readBody(body(["ab", "cd"], then), { maxBytes: 3 })).rejects.toMatchObject({ failure: "too-large" });
  });

  test.each(["breaks", "falls silent"] as const)(
    "is whole if its end is recognised and it %s after it",
    async (then) => {
      const tellsEnd = (soFar: Uint8Array): boolean => soFar.at(-1) === "!".charCodeAt(0);
      expect(await readBody(body(["so", "!"], then), { maxBytes: 9, tellsEnd })).toEqual({
        isWhole: true,
        bytes: bytes("so!"),
      });
    },
  );
});
