import { InterruptedError } from "@remotest/core";
import { EventEmitter } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { interruption, type SignalSource } from "./interruption.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("a cancel", () => {
  it.each([
    { sent: "SIGINT", signal: "SIGINT", code: 130 },
    { sent: "SIGTERM", signal: "SIGTERM", code: 143 },
    { sent: "SIGBREAK", signal: "SIGTERM", code: 143 },
  ] as const)(
    "by $sent is reported once and immediately, and ends the process after 4.5 s at the latest",
    ({ sent, signal, code }) => {
      const said: string[] = [];
      const process = Object.assign(new EventEmitter(), { leave: (given: number) => said.push(`exit ${given}`) });
      const { interrupted, onInterrupt } = interruption(process as unknown as SignalSource, () =>
        said.push("cancelled"),
      );
      onInterrupt((by) => new InterruptedError(by));
      expect(interrupted.aborted).toBe(false);
      process.emit(sent);
      expect(said).toEqual(["cancelled"]);
      expect(interrupted.reason).toMatchObject({ code: "interrupted", signal });
      process.emit("SIGTERM");
      vi.advanceTimersByTime(4_499);
      expect(said).toEqual(["cancelled"]);
      vi.advanceTimersByTime(1);
      expect(said).toEqual(["cancelled", `exit ${code}`]);
    },
  );
});
