const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/**
 * Reads a duration as the page writes it, in milliseconds; -1 if there is none.
 * @example millisecondsOf("1 min 05 s") // 65000
 */
export function millisecondsOf(words: string): number {
  const parts = [...words.matchAll(/([\d.]+) (ms|s|min|h)\b/g)];
  if (parts.length === 0) return -1;
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * (units[unit ?? ""] ?? 0), 0);
}
