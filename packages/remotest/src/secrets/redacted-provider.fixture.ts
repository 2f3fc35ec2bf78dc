import {
  type CallContext,
  type Provider,
  type ProviderConnection,
  ProviderError,
  UnknownStartError,
} from "@remotest/core";
import { redactedProvider } from "./redacted-provider.ts";

/** The secret that no text of a provider may contain. */
export const secret: string = 's3cret"<&>';
const secrets = ["robot", secret];
const basic = Buffer.from(`robot:${secret}`).toString("base64");

/** The context of each call. */
export const context: CallContext = { signal: new AbortController().signal, onUpload: () => undefined };

/** A connection that echoes the secret in every answer. */
const echoing: ProviderConnection = {
  start: () =>
    Promise.reject(
      new ProviderError({
        code: "x",
        message: `key ${secret}`,
        next: `fix ${secret}`,
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
  cancel: () => Promise.reject(new ProviderError({ code: "x", message: secret, next: secret, retry: "never" })),
  find: async () => [{ ref: "mine:1", url: `https://x/${encodeURIComponent(secret)}` }],
  checkAccount: async () => ({ account: "unclear", says: `key ${secret}` }),
};

/** Makes a provider with such a connection; the given calls replace its own. */
export function provider(connection: Partial<ProviderConnection> = {}): Provider {
  return {
    name: "mine",
    title: "Mine",
    connectInputs: {},
    startInputs: {},
    signedCalls: "unsupported",
    check: async () => [],
    parseReference: () => undefined,
    connect: () => ({ ...echoing, ...connection }),
  };
}

/** Connects to the same provider, with its secrets removed. */
export function connect(connection?: Partial<ProviderConnection>): ProviderConnection {
  const transport = { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 };
  return redactedProvider(provider(connection), secrets).connect({}, transport);
}

/** Returns the error that a call throws. */
export function catchError(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => "nothing thrown",
    (error: unknown) => error,
  );
}
