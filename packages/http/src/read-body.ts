import { ExchangeError } from "./exchange-error.ts";

/** How a body is read. */
export interface BodyBounds {
  /** Bytes that it may have. */
  readonly maxBytes: number;
  /**
   * Whether a body so far tells that it is at its end. Then neither a second of silence nor a break of the connection after
   * it loses the answer.
   */
  readonly tellsEnd?: ((soFar: Uint8Array) => boolean) | undefined;
}

/** What was read of a body: all of it, or what came before it broke off. */
export type ReadBody =
  | { readonly isWhole: true; readonly bytes: Uint8Array }
  | { readonly isWhole: false; readonly bytes: Uint8Array; readonly cause: unknown };

/** Milliseconds of silence after which a body that tells its own end is over. */
const silentMs = 1_000;
/** Bytes in which a body's own end is looked for. */
const mostToCheck = 2 ** 20;

/**
 * Reads a body to its end, and no more of it than it may have.
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

/** An answer of more bytes than it may have. */
export function tooLarge(maxBytes: number): ExchangeError {
  return new ExchangeError("too-large", `The answer is larger than ${maxBytes} bytes`);
}

/** What comes; undefined where it breaks, or nothing comes any more. */
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
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
