import type { RunEvent } from "@remotest/core/flow";
import { vi } from "vitest";
import { type ConsoleReporter, consoleReporter } from "./console.ts";
import type { ConsoleOptions } from "./console-options.ts";
import type { story } from "../fixtures/story.ts";

/** The options of a log without a terminal. */
export const plain = {
  interactive: false,
  color: false,
  verbose: false,
  quiet: false,
  columns: () => undefined,
} as const;

/** A reporter that keeps what it has written. */
export function capture(options: Partial<ConsoleOptions> = {}): ConsoleReporter & { readonly written: () => string } {
  let written = "";
  const write = (text: string): void => {
    written += text;
  };
  const reporter = consoleReporter({ ...plain, write, now: () => performance.now(), ...options });
  return Object.assign(reporter, { written: () => written });
}

/** Plays the events of a story on the fake clock. */
export function tell({ listen }: { listen: (event: RunEvent) => void }, events: typeof story): void {
  for (const [afterMs, event] of events) {
    vi.advanceTimersByTime(afterMs);
    listen(event);
  }
}
