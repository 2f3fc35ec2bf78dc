import type { Platform } from "./platform.ts";

/** The part of the process that signals come from. */
export interface SignalSource extends Pick<NodeJS.Process, "on"> {
  /** Ends the process; never with 0. */
  readonly leave: (exitCode: number) => void;
}

/**
 * Listens to the signals by which a CI system cancels: SIGINT first, SIGTERM 7.5 s later, and it kills 2.5 s after that.
 * On Windows they are Ctrl+C and Ctrl+Break, which counts as SIGTERM.
 * `onCancel` is called immediately. After 4.5 s the process ends: everything needed to resume was saved at the start.
 */
export function interruption(
  source: SignalSource,
  onCancel: () => void,
): Pick<Platform, "interrupted" | "onInterrupt"> {
  const controller = new AbortController();
  return {
    interrupted: controller.signal,
    onInterrupt: (stop) => {
      for (const sent of ["SIGINT", "SIGTERM", "SIGBREAK"] as const)
        source.on(sent, () => {
          if (controller.signal.aborted) return;
          const signal = sent === "SIGINT" ? sent : "SIGTERM";
          onCancel();
          setTimeout(() => source.leave(signal === "SIGINT" ? 130 : 143), 4_500).unref();
          controller.abort(stop(signal));
        });
    },
  };
}
