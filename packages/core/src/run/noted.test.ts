import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { noted } from "./noted.ts";
import { staged } from "./run-context.fixture.ts";

test("what is noted is waited for, and nothing is said of it", async () => {
  using stage = staged({});
  const order: string[] = [];
  const writing = sleep(20).then(() => void order.push("written"));
  await noted(writing, stage.context);
  expect(order).toEqual(["written"]);
  expect(stage.events).toEqual([]);
});

test("what cannot be noted is a warning, and the run is waited for all the same", async () => {
  using stage = staged({});
  await noted(Promise.reject(new Error("ENOSPC")), stage.context);
  expect(stage.events).toEqual([{ type: "warning", run: 3, message: "run.json cannot be written: Error: ENOSPC" }]);
});
