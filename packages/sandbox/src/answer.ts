/** The answer of a route; the server sends it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Returned instead of an answer: the connection is cut, as if the network had failed. */
export const cut: unique symbol = Symbol("cut");

export function jsonAnswer(status: number, body: unknown, headers: Record<string, string> = {}): Answer {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", ...headers },
    body: JSON.stringify(body),
  };
}

export function textAnswer(status: number, body: string, headers: Record<string, string> = {}): Answer {
  return { status, headers: { "content-type": "text/plain; charset=utf-8", ...headers }, body: `${body}\n` };
}

export function xmlAnswer(status: number, body: string, type = "text/xml"): Answer {
  return { status, headers: { "content-type": `${type}; charset=utf-8` }, body };
}

export function htmlAnswer(status: number, body: string): Answer {
  return { status, headers: { "content-type": "text/html; charset=utf-8" }, body };
}
