import type { SignedCalls } from "./provider.ts";

/**
 * Wraps how a provider recognises calls, so that a stranger's request never ends the command: only a clear yes counts, and
 * an error is a no. What is not as the port says is not used, because a call is only a hint.
 */
export function checkedCalls(calls: unknown): SignedCalls | "unsupported" {
  if (!isSignedCalls(calls)) return "unsupported";
  return {
    keyInput: calls.keyInput,
    isGenuine: (call, key) => isClearlySo(() => calls.isGenuine(call, key)),
    isAbout: (call, run) => isClearlySo(() => calls.isAbout(call, run)),
  };
}

function isClearlySo(ask: () => unknown): boolean {
  try {
    return ask() === true;
  } catch {
    return false;
  }
}

function isSignedCalls(calls: unknown): calls is SignedCalls {
  if (typeof calls !== "object" || calls === null) return false;
  const { keyInput, isGenuine, isAbout }: Partial<Record<keyof SignedCalls, unknown>> = calls;
  return typeof keyInput === "string" && typeof isGenuine === "function" && typeof isAbout === "function";
}
