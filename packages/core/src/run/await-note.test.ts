import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { awaitNote } from "./await-note.ts";
import { staged } from "./run-context.fixture.ts";

test("a note that is written brings no event", async () => {
  using stage = staged({});
  const order: string[] = [];
  const writing = sleep(20).then(() => void order.push("written"));
  await awaitNote(writing, stage.context);
  expect(order).toEqual(["written"]);
  expect(stage.events).toEqual([]);
});

test("a note that cannot be written is a warning, and the run continues", async () => {
  using stage = staged({});
  await awaitNote(Promise.reject(new Error("ENOSPC")), stage.context);
  expect(stage.events).toEqual([{ type: "warning", run: 3, message: "run.json cannot be written: Error: ENOSPC" }]);
});
