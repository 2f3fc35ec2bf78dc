import { ExchangeError } from "./exchange-error.ts";

/** The limits of a body, and how its end is recognised. */
export interface BodyBounds {
  /** The most bytes that it may have. */
  readonly maxBytes: number;
  /**
   * Returns true if the body so far is complete. A second of silence or a broken connection after that does not lose the
   * answer.
   */
  readonly tellsEnd?: ((soFar: Uint8Array) => boolean) | undefined;
}

/** The bytes read of a body: all of it, or those that came before it broke off. */
export type ReadBody =
  | { readonly isWhole: true; readonly bytes: Uint8Array }
  | { readonly isWhole: false; readonly bytes: Uint8Array; readonly cause: unknown };

/** Milliseconds of silence after which a complete body is over. */
const silentMs = 1_000;
/** The most bytes that are checked for completeness. */
const mostToCheck = 2 ** 20;

/**
 * Reads a body to its end, but at most `maxBytes`.
 *
 * @throws {ExchangeError} `too-large`.
 * @example const { bytes } = await readBody(response.body, { maxBytes: 64 * 2 ** 20 });
 */
export async function readBody(
  body: AsyncIterable<Uint8Array> | null,
  { maxBytes, tellsEnd }: BodyBounds,
): Promise<ReadBody> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const iterator = body?.[Symbol.asyncIterator]();
  for (;;) {
    const isAtEnd = size > 0 && size <= mostToCheck && tellsEnd?.(joined(chunks, size)) === true;
    let next: IteratorResult<Uint8Array> | undefined;
    try {
      next = isAtEnd ? await orSilence(iterator?.next()) : await iterator?.next();
    } catch (cause) {
      return { isWhole: false, bytes: joined(chunks, size), cause };
    }
    if (next === undefined || next.done === true) return { isWhole: true, bytes: joined(chunks, size) };
    size += next.value.byteLength;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(next.value);
  }
}

/** Makes the error for an answer that has more bytes than allowed. */
export function tooLarge(maxBytes: number): ExchangeError {
  return new ExchangeError("too-large", `The answer is larger than ${maxBytes} bytes`);
}

/** Returns the next piece; undefined if the body breaks, or nothing more comes. */
async function orSilence<T>(next: Promise<T> | undefined): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, silentMs, undefined);
  });
  try {
    return await Promise.race([next, silence]);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

function joined(chunks: readonly Uint8Array[], size: number): Uint8Array {
  // Most answers come in one piece.
  if (chunks.length === 1 && chunks[0]) return chunks[0];
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
