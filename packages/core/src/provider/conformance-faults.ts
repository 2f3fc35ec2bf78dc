import { strict as assert } from "node:assert";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";

/** Returns the error with which a call must fail. */
export async function failure<E extends Error>(
  call: Promise<unknown>,
  // oxlint-disable-next-line typescript/no-explicit-any -- the arguments of the class are of no interest here
  kind: abstract new (...args: any[]) => E,
): Promise<E> {
  try {
    await call;
  } catch (error) {
    assert.ok(error instanceof kind, `expected ${kind.name}, got ${inspect(error)}`);
    return error;
  }
  throw new assert.AssertionError({ message: `expected ${kind.name}, but the call succeeded` });
}

/** Returns an address at which nothing listens. */
export async function closedAddress(): Promise<string> {
  await using server = await webPage();
  return server.url;
}

/** Starts a server like a captive portal or a maintenance page: every request gets a page, with status 200. */
export async function webPage(): Promise<AsyncDisposable & { readonly url: string }> {
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () =>
      response.setHeader("content-type", "text/html").end("<!doctype html><title>Sign in</title>"),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const closed = new Promise((done) => server.close(done));
      server.closeAllConnections();
      await closed;
    },
  };
}
