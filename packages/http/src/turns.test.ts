import { expect, test } from "vitest";
import { turns } from "./turns.ts";

/** Blocks the event loop, by default long enough for a turn. */
function work(ms = 20): void {
  for (const ends = performance.now() + ms; performance.now() < ends; );
}

test("other tasks get their turn after a while of work, and not before", async () => {
  const turn = turns(undefined);
  let others = 0;
  setImmediate(() => others++);
  await turn();
  expect(others).toBe(0);
  work();
  await turn();
  expect(others).toBe(1);
});

test("work that is aborted ends with the signal's reason", async () => {
  const abort = new AbortController();
  const turn = turns(abort.signal);
  const reason = new Error("enough");
  setImmediate(() => abort.abort(reason));
  work();
  await expect(turn()).rejects.toBe(reason);
});
