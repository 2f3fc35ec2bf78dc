import type { Transport } from "@remotest/core";
import { boundedFetch, ExchangeError, type ReceivedAnswer, retryAfterS } from "@remotest/http";

/** A request that a code host did not fulfil. Contains nothing of the request. */
export class CodeHostError extends Error {
  override readonly name = "CodeHostError";
  /** 0 if there was no answer. */
  readonly status: number;
  /** Milliseconds after which another try may help; undefined if it would fail again. */
  readonly retryInMs: number | undefined;

  constructor(message: string, { status = 0, retryInMs }: { status?: number; retryInMs?: number | undefined } = {}) {
    super(message);
    this.status = status;
    this.retryInMs = retryInMs;
  }

  /** True if the token is missing something: the host then says that it may not, or that there is no such thing. */
  get isRefusal(): boolean {
    return [401, 403, 404].includes(this.status) && this.retryInMs === undefined;
  }
}

/** A successful answer. */
export interface ApiAnswer {
  readonly headers: { get(name: string): string | null };
  /** The document; undefined if it is not JSON. */
  readonly json: unknown;
}

/** One request, relative to the address of the API. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  /** The steps of the path, not yet encoded. */
  readonly path: readonly string[];
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly signal: AbortSignal;
}

/** Sends a request to the API of a code host. */
export type Api = (request: ApiRequest) => Promise<ApiAnswer>;

const timeoutMs = 10_000;
/** The longest wait that a host may ask for: nobody waits for a comment. */
const longestWaitMs = 10_000;

/**
 * Makes the function that talks to one API. It never leaves the address: a redirect is an error, and each step of a path
 * is encoded.
 *
 * @param address of the API, https or this machine
 * @param headers with the token
 */
export function openApi(address: string, headers: Readonly<Record<string, string>>, transport: Transport): Api {
  const send = boundedFetch(transport.fetch, { timeoutMs, maxBytes: transport.maxResponseBytes });
  return async ({ method, path, query = {}, body, signal }) => {
    const url = new URL(`${address.replace(/\/+$/, "")}/${path.map(encodeURIComponent).join("/")}`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    const json = body && { body: JSON.stringify(body) };
    const sent = {
      method,
      headers: { ...headers, ...(json && { "content-type": "application/json" }) },
      ...json,
      signal,
    };
    const answer = await send(url.href, sent).catch((cause: unknown) => {
      throw signal.aborted ? signal.reason : unanswered(cause);
    });
    if (answer.status < 200 || answer.status > 299) throw refused(answer);
    return { headers: answer.headers, json: documentIn(answer) };
  };
}

function unanswered(cause: unknown): CodeHostError {
  // A token with a character that no header may have is refused by Node itself.
  if (!(cause instanceof ExchangeError)) return new CodeHostError("the request could not be sent");
  const isTemporary = cause.failure === "transport" || cause.failure === "timeout" || cause.failure === "proxy-down";
  return new CodeHostError(cause.message, { status: cause.httpStatus ?? 0, retryInMs: isTemporary ? 0 : undefined });
}

function refused(answer: ReceivedAnswer): CodeHostError {
  const { status } = answer;
  const askedMs = (retryAfterS(answer.headers) ?? 0) * 1000;
  // GitHub answers 403 with a time to wait if requests come too fast.
  const isTemporary = status === 429 || status >= 500 || (status === 403 && askedMs > 0);
  const words = messageIn(documentIn(answer));
  return new CodeHostError(`${status}${words === "" ? "" : ` (${words})`}`, {
    status,
    retryInMs: isTemporary && askedMs <= longestWaitMs ? askedMs : undefined,
  });
}

function documentIn({ bytes }: ReceivedAnswer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/** Both say why in `message`; GitLab sometimes as an object of lists. */
function messageIn(document: unknown): string {
  const said = fieldOf(document, "message") ?? fieldOf(document, "error");
  return said === undefined ? "" : typeof said === "string" ? said : JSON.stringify(said);
}

/** Returns a field of a document that may be anything. */
export function fieldOf(document: unknown, ...path: readonly string[]): unknown {
  let found = document;
  for (const name of path)
    found =
      typeof found === "object" && found !== null && Object.hasOwn(found, name)
        ? (found as Readonly<Record<string, unknown>>)[name]
        : undefined;
  return found;
}

/** Returns a document as a list; one that is not a list cannot be trusted. */
export function listIn({ json }: ApiAnswer): readonly unknown[] {
  if (!Array.isArray(json)) throw new CodeHostError("something that is not a list");
  return json;
}
