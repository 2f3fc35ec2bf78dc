import { expect, test } from "vitest";
import { staged } from "./run-context.fixture.ts";
import { callContext } from "./run-context.ts";

test("an upload is told as the run's own, and the call gets its signal", () => {
  using stage = staged({});
  const { signal } = new AbortController();
  const context = callContext(stage.context, signal);
  context.onUpload(5, 9);
  expect(stage.events).toEqual([{ type: "upload", run: 3, sentBytes: 5, totalBytes: 9 }]);
  expect(context.signal).toBe(signal);
});
