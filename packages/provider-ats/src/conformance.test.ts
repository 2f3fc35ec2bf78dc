import { type Connection, type Provider, ProviderError, UnknownStartError } from "@remotest/core";
import { conformanceRules, type ConformanceService, testProvider } from "@remotest/core/conformance";
import { startSandbox } from "@remotest/sandbox";
import { describe, expect, test } from "vitest";
import { ats } from "./provider.ts";

const templates = { pass: "pass", fail: "fail", refused: "error", "lost-answer": "lost-answer" };

async function openService(): Promise<ConformanceService> {
  const sandbox = await startSandbox({ port: 0, speed: 40 });
  const connectTo = (baseUrl: string) => ({
    baseUrl,
    apiToken: "demo",
    username: "ATSAPIUser",
    password: "ATSAPIUser",
  });
  return {
    connect: connectTo(sandbox.url),
    connectTo: (baseUrl) => ({ ...connectTo(baseUrl), apiToken: "t0ken-that-must-not-show" }),
    secrets: ["t0ken-that-must-not-show"],
    start: (course) => ({ options: { appId: "app", templateId: templates[course] }, name: "conformance" }),
    unknownReference: "app/11111111-2222-3333-4444-555555555555",
    starts: () => sandbox.starts(),
    close: () => sandbox.close(),
  };
}

describe("Mendix ATS keeps the rules of a provider", () => testProvider(ats, openService, test));

/** Makes a copy of the provider with a fault, as a careless author would. */
function broken(fault: (good: Connection, connect: Record<string, unknown>) => Partial<Connection>): Provider {
  return {
    ...ats,
    connect: (options, transport) => {
      const good = ats.connect(options, transport);
      return { ...good, ...fault(good, options) };
    },
  };
}

const planted: readonly { readonly fault: string; readonly provider: Provider; readonly rule: string }[] = [
  {
    fault: "sends every start twice",
    provider: broken((good) => ({
      start: async (...call) => {
        await good.start(...call);
        return good.start(...call);
      },
    })),
    rule: "a start is sent once, and its reference is one printable token that leads back to the run",
  },
  {
    fault: "starts again when the answer is lost",
    provider: broken((good) => ({ start: (...call) => good.start(...call).catch(() => good.start(...call)) })),
    rule: "a start whose answer is lost is unknown, and is not sent again",
  },
  {
    fault: "calls a lost start refused",
    provider: broken((good) => ({
      start: (...call) =>
        good.start(...call).catch((error: unknown) => {
          if (!(error instanceof UnknownStartError)) throw error;
          throw new ProviderError({ code: "x", message: error.message, next: error.next, retry: "later" });
        }),
    })),
    rule: "a web page instead of an answer is never a pass: a start becomes unknown, a poll is repeated",
  },
  {
    fault: "hands out a reference with a space",
    provider: broken((good) => ({
      start: async (...call) => ({ ref: (await good.start(...call)).ref.replace("/", " ") }),
    })),
    rule: "a start is sent once, and its reference is one printable token that leads back to the run",
  },
  {
    fault: "takes every case for passed",
    provider: broken((good) => ({
      results: async (...call) => ({
        ...(await good.results(...call)),
        testRun: {
          suites: [{ name: "s", cases: [{ name: "c", outcome: "passed", links: [], earlierAttempts: [] }] }],
          conclusion: { kind: "unstated" },
          warnings: [],
        },
      }),
    })),
    rule: "a failing run ends with a case that did not pass",
  },
  {
    fault: "takes every answer for the end",
    provider: broken((good) => ({
      poll: (...call) => good.poll(...call).catch(() => ({ status: "finished", progress: {} })),
    })),
    rule: "a run that the service does not know is an error",
  },
  {
    fault: "does not heed an abort",
    provider: broken((good) => ({
      start: (options, name) =>
        good.start(options, name, { signal: AbortSignal.timeout(5_000), onUpload: () => undefined }),
    })),
    rule: "every call ends immediately when it is aborted, with the reason given",
  },
  {
    fault: "puts the token into its errors",
    provider: broken((good, { apiToken }) => ({
      poll: (...call) =>
        good.poll(...call).catch((error: unknown) => {
          throw new Error(`token ${String(apiToken)}`, { cause: error });
        }),
    })),
    rule: "no error shows a secret",
  },
];

describe("the rules find a provider that", () => {
  test.for(planted)("$fault", async ({ provider, rule }) => {
    const { check } = conformanceRules.find(({ name }) => name === rule) ?? expect.unreachable(`no rule ${rule}`);
    const service = await openService();
    await expect(check(provider, service)).rejects.toThrow();
    await service.close();
  });
});
