import {
  type CallContext,
  type Connection,
  type Provider,
  ProviderError,
  type Rerun,
  UnknownStartError,
} from "@remotest/core";
import { redactedProvider } from "./redacted-provider.ts";

/** What no word of a provider may show. */
export const secret: string = 's3cret"<&>';
const secrets = ["robot", secret];
const basic = Buffer.from(`robot:${secret}`).toString("base64");

/** What each call gets. */
export const context: CallContext = { signal: new AbortController().signal, onUpload: () => undefined };

/** The connection of a provider, its rerun included. */
export type Whole = Connection & { readonly rerun: Rerun | "unsupported" };

/** Whatever is asked of it, it says the secret. */
const echoing: Whole = {
  start: () =>
    Promise.reject(
      new ProviderError({
        code: "x",
        message: `key ${secret}`,
        next: `mend ${secret}`,
        reason: basic,
        serviceCode: secret,
        retry: "later",
        retryAfterMs: 7,
      }),
    ),
  poll: async () => ({
    status: "unrecognised",
    says: secret,
    progress: { total: 1, cases: [{ name: secret, state: "failed" }] },
  }),
  results: async () => ({
    testRun: {
      suites: [
        {
          name: secret,
          cases: [
            {
              name: `passed ${secret}`,
              outcome: "failed",
              message: basic,
              durationMs: 5,
              links: [{ label: secret, href: `https://x/?k=${encodeURIComponent(secret)}` }],
              earlierAttempts: [{ outcome: "error", message: secret, links: [] }],
            },
          ],
        },
      ],
      conclusion: { kind: "failed", message: secret },
      warnings: [secret],
    },
    files: [{ name: "result.xml", title: "The answer", content: "<e>s3cret&quot;&lt;&amp;&gt;</e>" }],
  }),
  rerun: () => Promise.reject(new UnknownStartError(secret, secret)),
};

/** A provider over such a connection, some of whose calls are others. */
export function provider(connection: Partial<Whole> = {}): Provider {
  return {
    name: "mine",
    title: "Mine",
    connectInputs: {},
    startInputs: {},
    check: async () => [],
    parseReference: () => undefined,
    connect: () => ({ ...echoing, ...connection }),
  };
}

/** The same with the secrets taken out, connected. */
export function connect(connection?: Partial<Whole>): Whole {
  const transport = { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 };
  return redactedProvider(provider(connection), secrets).connect({}, transport);
}

/** What a call throws. */
export function caught(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "nothing thrown",
    (error: unknown) => error,
  );
}
