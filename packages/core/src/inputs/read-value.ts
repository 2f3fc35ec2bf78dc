import type { Input, InputValue } from "./input.ts";
import { withScheme } from "./password-in.ts";
import { durationText, sizeText } from "./value-text.ts";

/** A value, or the problem with the text; the problem completes a sentence that begins with the quoted text. */
export type ReadValue = { readonly value: InputValue } | { readonly problem: string };

/** Seven days. A longer time is a mistyped one: no pipeline waits that long, and timers have a limit not far above. */
const longestMs = 7 * 24 * 3_600_000;

const unitMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

/**
 * Reads the text of one input by its type and bounds.
 * @example readValue({ type: "duration", minMs: 100, doc: "" }, "45m") // { value: 2_700_000 }
 */
export function readValue(input: Input, text: string): ReadValue {
  switch (input.type) {
    case "text":
      return input.maxLength !== undefined && [...text].length > input.maxLength
        ? { problem: `is longer than ${input.maxLength} characters` }
        : { value: text };
    case "path":
      return text.includes("\0") ? { problem: "is not a path" } : { value: text };
    case "url":
      return readUrl(text, input.maxLength, input.credentials === true);
    case "choice":
      return readChoice(text, input.choices);
    case "integer":
      return readInteger(text, input.min, input.max);
    case "duration":
      return readDuration(text, input.minMs);
    case "flag":
      return readFlag(text);
    case "limit":
      return readLimit(text);
    case "size":
      return readSize(text, input.minBytes);
  }
}

/** Each CI system writes booleans in its own way. */
const flags: Readonly<Record<string, boolean>> = {
  true: true,
  "1": true,
  yes: true,
  on: true,
  false: false,
  "0": false,
  no: false,
  off: false,
};

function readFlag(text: string): ReadValue {
  const word = text.trim().toLowerCase();
  const value = Object.hasOwn(flags, word) ? flags[word] : undefined;
  return value === undefined ? { problem: "must be true or false (or 1/0, yes/no, on/off)" } : { value };
}

/** The case of the letters does not count; the value is as the table writes it. */
function readChoice(text: string, choices: readonly string[]): ReadValue {
  const value =
    choices.find((choice) => choice === text) ?? choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
  return value === undefined ? { problem: `must be one of ${choices.join(", ")}` } : { value };
}

function readUrl(text: string, maxLength: number | undefined, credentials: boolean): ReadValue {
  if (maxLength !== undefined && text.length > maxLength) return { problem: `is longer than ${maxLength} characters` };
  // A proxy is often given as host:port.
  const address = credentials ? withScheme(text) : text;
  if (!URL.canParse(address)) return { problem: "is not an address such as https://example.com" };
  const url = new URL(address);
  if (url.protocol !== "https:" && url.protocol !== "http:") return { problem: "is not an http or https address" };
  if (!credentials && (url.username || url.password)) return { problem: "must not contain a user or a password" };
  const problem = credentials ? credentialsProblem(url) : undefined;
  return problem === undefined ? { value: address } : { problem };
}

/**
 * Returns the problem with the user and the password in an address, if any. It completes a sentence that begins
 * with the name of the address.
 * @example credentialsProblem(new URL("http://me:10%@proxy")) // "has a % …"
 */
export function credentialsProblem({ username, password, pathname, search, hash }: URL): string | undefined {
  // Such a character ends the host, so the text before it would be taken for a host and a port.
  if (`${pathname}${search}${hash}`.includes("@"))
    return "has a /, ? or # in its user or password: write it as %2F, %3F or %23";
  try {
    // The result is used because a bundler removes calls whose result is not, and the error with them.
    if ([username, password].every((text) => decodeURIComponent(text).length <= text.length)) return undefined;
  } catch {
    // A text that cannot be decoded is reported below.
  }
  return "has a % in its user or password that does not encode a character: write it as %25";
}

function readInteger(text: string, min: number, max: number | undefined): ReadValue {
  const range = max === undefined ? `a whole number, at least ${min}` : `a whole number from ${min} to ${max}`;
  if (!/^\d{1,15}$/.test(text)) return { problem: `must be ${range}` };
  const value = Number(text);
  return value < min || (max !== undefined && value > max) ? { problem: `must be ${range}` } : { value };
}

function readDuration(text: string, minMs: number): ReadValue {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(ms|s|m|h)$/.exec(text);
  if (!match) return { problem: "must be a duration such as 90s, 45m or 2h" };
  // Whole, because 4.06m would otherwise be 243599.99999999997 ms, which no other command reads.
  const value = Math.round(Number(match[1]) * unitMs[match[2] as keyof typeof unitMs]);
  if (value < minMs) return { problem: `must be at least ${durationText(minMs)}` };
  return value > longestMs ? { problem: `must be at most ${durationText(longestMs)}` } : { value };
}

function readLimit(text: string): ReadValue {
  const match = /^(\d{1,9}(?:\.\d{1,3})?)(%?)$/.exec(text);
  const amount = Number(match?.[1]);
  if (match?.[2] === "%" && amount <= 100) return { value: { percent: amount } };
  if (match?.[2] === "" && Number.isInteger(amount)) return { value: { count: amount } };
  return { problem: "must be a whole number such as 3, or a percentage from 0% to 100%" };
}

const unitBytes = { "": 1, B: 1, KB: 1e3, MB: 1e6, GB: 1e9, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 } as const;

function readSize(text: string, minBytes: number): ReadValue {
  const match = /^(\d{1,12})(B|KB|MB|GB|KiB|MiB|GiB)?$/.exec(text);
  if (!match) return { problem: "must be a size such as 500KB, 64MiB or 1GiB" };
  const value = Number(match[1]) * unitBytes[(match[2] ?? "") as keyof typeof unitBytes];
  if (value < minBytes) return { problem: `must be at least ${sizeText(minBytes)}` };
  return Number.isSafeInteger(value) ? { value } : { problem: "is too large" };
}
