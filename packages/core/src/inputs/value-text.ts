import type { Input, InputValue, Limit } from "./input.ts";

/**
 * Returns a duration as people write it, in the largest unit that shows it as a whole number.
 * @param ms milliseconds
 * @example durationText(1000) // "1s"
 */
export function durationText(ms: number): string {
  // An hour is written as 60m: most durations here are minutes, and people compare them.
  if (ms >= 60_000 && ms % 60_000 === 0) {
    const isHours = ms >= 86_400_000 && ms % 3_600_000 === 0;
    return isHours ? `${ms / 3_600_000}h` : `${ms / 60_000}m`;
  }
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`;
}

/** @example sizeText(67_108_864) // "64MiB" */
export function sizeText(bytes: number): string {
  if (bytes >= 2 ** 20 && bytes % 2 ** 20 === 0) return `${bytes / 2 ** 20}MiB`;
  return bytes >= 1024 && bytes % 1024 === 0 ? `${bytes / 1024}KiB` : `${bytes}B`;
}

/** @example limitText({ percent: 5 }) // "5%" */
function limitText(limit: Limit): string {
  return "count" in limit ? `${limit.count}` : `${limit.percent}%`;
}

/**
 * Returns the value of an input as people write it.
 * @example valueText({ type: "duration", minMs: 1000, doc: "…" }, 3_600_000) // "60m"
 */
export function valueText({ type }: Pick<Input, "type">, value: InputValue): string {
  if (isList(value)) return value.join(", ");
  if (typeof value === "object") return limitText(value);
  if (typeof value === "number" && type === "duration") return durationText(value);
  return typeof value === "number" && type === "size" ? sizeText(value) : String(value);
}

function isList(value: InputValue): value is readonly string[] {
  return Array.isArray(value);
}

/**
 * Returns the default of an input as people write it; undefined if it has none.
 * @example defaultText({ type: "duration", minMs: 1000, default: 3_600_000, doc: "…" }) // "60m"
 */
export function defaultText(input: Input): string | undefined {
  return "default" in input && input.default !== undefined ? valueText(input, input.default) : undefined;
}
