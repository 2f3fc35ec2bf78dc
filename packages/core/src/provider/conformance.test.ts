import { AssertionError } from "node:assert";
import { describe, expect, test } from "vitest";
import { ProviderError, UnknownStartError } from "../errors.ts";
import { counted, testCase, testRun } from "../results/test-runs.fixture.ts";
import { openShop, shop, signature, token } from "./conformance.fixture.ts";
import { conformanceRules, type ConformanceService, testProvider } from "./conformance.ts";
import type { Provider, SignedCalls } from "./provider.ts";

type Calls = ReturnType<Provider["connect"]>;

/** Returns the shop's provider with something broken in its calls. */
function broken(fault: (good: Calls) => Partial<Calls>): Provider {
  return {
    ...shop,
    connect: (options, transport) => {
      const good = shop.connect(options, transport);
      return { ...good, ...fault(good) };
    },
  };
}

function shops<T extends object>(method: T | "unsupported"): T {
  if (method === "unsupported") throw new TypeError("The shop can do this");
  return method;
}

/** Returns the shop's provider, whose calls all fail with this error. */
function throwing(made: () => unknown): Provider {
  return broken((good) => {
    const other = (): never => {
      throw made();
    };
    return {
      start: (...call) => good.start(...call).catch(other),
      poll: (...call) => good.poll(...call).catch(other),
      results: (...call) => good.results(...call).catch(other),
    };
  });
}

/** Returns the shop's provider with something broken in how it recognises the shop's calls. */
function signed(fault: Partial<SignedCalls>): Provider {
  return { ...shop, signedCalls: { ...(shop.signedCalls as SignedCalls), ...fault } };
}

const refusal = {
  code: "shop-fault",
  message: "The shop is closed.",
  next: "Come back tomorrow.",
  retry: "never",
} as const;
const refusing = (more: Partial<ConstructorParameters<typeof ProviderError>[0]>): Provider =>
  throwing(() => new ProviderError({ ...refusal, ...more }));
const transport = { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 };
const deaf = { signal: new AbortController().signal, onUpload: () => undefined };

/** The faults of careless providers, by the rule that finds them. */
const planted: Readonly<Record<string, Readonly<Record<string, Provider>>>> = {
  "its name can be the part of a reference before the colon": {
    "has a colon in its name": { ...shop, name: "shop:eu" },
    "has a capital in its name": { ...shop, name: "Shop" },
  },
  "its inputs are documented and clash with no common one": {
    "has an input of every run": { ...shop, startInputs: { timeout: { type: "integer", min: 1, doc: "The time." } } },
    "has an input without a sentence": { ...shop, connectInputs: { baseUrl: { type: "url", doc: "the address" } } },
    "has an input in another case": { ...shop, startInputs: { "project-id": { type: "text", doc: "The project." } } },
  },
  "the input for the service's call, if there is one, is an optional address": {
    "has a text instead of an address": { ...shop, callbackInput: "course" },
    "does not have the input": { ...shop, callbackInput: "webhook" },
    "requires the address": {
      ...shop,
      startInputs: { callback: { type: "url", required: true, doc: "The address that the shop calls." } },
    },
  },
  "the key of signed calls, if there are any, is an optional secret of the account": {
    "does not say whether there are any": { ...shop, signedCalls: undefined } as unknown as Provider,
    "has a key that is not an input": signed({ keyInput: "webhook" }),
    "has a key that is not a secret": signed({ keyInput: "baseUrl" }),
    "has a key that every run needs": signed({ keyInput: "token" }),
  },
  "a call counts only with the signature of its bytes, and only for its run": {
    "believes everyone": signed({ isGenuine: () => true }),
    "believes nobody": signed({ isGenuine: () => false }),
    "believes everyone who has a header": signed({ isGenuine: ({ header }) => Boolean(header("X-Shop")) }),
    "believes what was signed for another call": signed({
      isGenuine: ({ header }, key) => ["shop:1", "shop:999"].some((body) => header("x-shop") === signature(body, key)),
    }),
    "does not look at the white space": signed({
      isGenuine: ({ header, body }, key) => header("x-shop") === signature(Buffer.from(body).toString().trim(), key),
    }),
    "compares only what is there": signed({
      isGenuine: ({ header, body }, key) =>
        header("x-shop") !== undefined && signature(body, key).startsWith(header("x-shop") ?? ""),
    }),
    "compares only as far as it goes": signed({
      isGenuine: ({ header, body }, key) => header("x-shop")?.startsWith(signature(body, key)) === true,
    }),
    "has a key in any case": signed({
      isGenuine: ({ header, body }, key) => header("x-shop") === signature(body, key.toLowerCase()),
    }),
    "takes a call as one about every run": signed({ isAbout: () => true }),
    "takes a call as one about no run": signed({ isAbout: () => false }),
  },
  "good options have no problem, and checking them starts nothing": {
    "finds a problem": { ...shop, check: async () => [{ message: "The shop is closed." }] },
    "tries the options by a start": {
      ...shop,
      check: async (connect, start) => {
        await shop.connect(connect, transport).start(start ?? {}, "try", deaf);
        return [];
      },
    },
  },
  "a start is sent once, and its reference is one printable token that leads back to the run": {
    "sends every start twice": broken((good) => ({
      start: async (...call) => {
        await good.start(...call);
        return good.start(...call);
      },
    })),
    "has a space in its references": {
      ...broken((good) => ({ start: async (...call) => ({ ref: `${(await good.start(...call)).ref} eu` }) })),
      parseReference: (rest) => ({ ref: `shop:${rest}` }),
    },
    "has another name in its references": {
      ...broken((good) => ({
        start: async (...call) => ({ ref: (await good.start(...call)).ref.replace("shop", "mart") }),
      })),
      parseReference: (rest) => ({ ref: `mart:${rest}` }),
    },
    "has references that it cannot parse": broken((good) => ({
      start: async (...call) => ({ ref: `${(await good.start(...call)).ref}/a` }),
    })),
  },
  "a text that is not a reference is refused": {
    "takes every text": { ...shop, parseReference: (rest) => ({ ref: `shop:${rest}` }) },
  },
  "a passing run ends with cases that passed": {
    "has no cases": broken(() => ({ results: async () => ({ testRun: testRun([]), files: [] }) })),
    "takes every case as failed": broken(() => ({ results: async () => ({ testRun: counted(0, 1), files: [] }) })),
  },
  "a failing run ends with a case that did not pass": {
    "takes every case as passed": broken(() => ({ results: async () => ({ testRun: counted(1), files: [] }) })),
    "forgives the failure": broken(() => ({
      results: async () => ({
        testRun: testRun([
          testCase("passed"),
          { ...testCase("failed"), quarantine: { reason: "known", until: "2999-12-31" } },
        ]),
        files: [],
      }),
    })),
    "knows only that the run failed": broken(() => ({
      results: async () => ({ testRun: counted(1, 0, 0, 0, { kind: "failed" }), files: [] }),
    })),
  },
  "results are refused before the run is finished": {
    "returns the results so far": broken(() => ({ results: async () => ({ testRun: counted(1), files: [] }) })),
    "gives up on them": refusing({ retry: "never" }),
  },
  "a refused start says why and what to do, starts nothing, and must not be repeated": {
    "has no class for its errors": throwing(() => new Error("The shop is closed.")),
    "has a sentence for a code": refusing({ code: "The shop is closed" }),
    "does not say why": refusing({ message: "no" }),
    "does not say what to do": refusing({ next: "" }),
    "allows a retry": refusing({ retry: "later" }),
    "starts something else": broken((good) => ({
      start: (_options, ...call) =>
        good.start({ course: "pass" }, ...call).then(() => Promise.reject(new ProviderError(refusal))),
    })),
    "takes it as a start": broken(() => ({ start: async () => ({ ref: "shop:1" }) })),
  },
  "a start whose answer is lost is unknown, and is not sent again": {
    "sends it again": broken((good) => ({ start: (...call) => good.start(...call).catch(() => good.start(...call)) })),
    "sends it again, and then calls it unknown": broken((good) => ({
      start: (...call) =>
        good.start(...call).catch(async (error: unknown) => {
          await good.start(...call).catch(() => undefined);
          throw error;
        }),
    })),
    "calls it refused": refusing({}),
  },
  "a start whose answer is lost is found by its token, and by no other": {
    "finds nothing": broken(() => ({ find: async () => [] })),
    "finds every run": broken((good) => ({
      find: async (sought, context) => [
        ...(await shops(good.find)(sought, context)),
        ...(await shops(good.find)({ ...sought, token: "bcdfgh" }, context)),
      ],
    })),
    "takes any run for it": broken((good) => ({
      find: (sought, context) => shops(good.find)({ ...sought, token: "k7x2m9" }, context),
    })),
    "finds a run that is not there": broken(() => ({
      find: async ({ token: sought }) => (sought === "zzzzzz" ? [] : [{ ref: "shop:999" }]),
    })),
    "starts it again": broken((good) => ({
      find: async (sought, context) => {
        await good.start(sought.options, "again", context).catch(() => undefined);
        return shops(good.find)(sought, context);
      },
    })),
    "takes no name": { ...shop, namesRuns: false },
  },
  "a start that cannot reach the service may be repeated": {
    "calls it unknown": throwing(() => new UnknownStartError("The answer was lost.", "Check at the shop.")),
    "gives up": refusing({ retry: "never" }),
  },
  "a web page instead of an answer is never a pass: a start becomes unknown, a poll is repeated": {
    "takes a page as a start": broken(() => ({ start: async () => ({ ref: "shop:1" }) })),
    "takes a page as a refusal": refusing({}),
    "takes a page as the end": broken(() => ({ poll: async () => ({ status: "finished", progress: {} }) })),
    "gives up on a page": broken((good) => ({
      poll: (...call) => good.poll(...call).catch(() => Promise.reject(new ProviderError(refusal))),
    })),
  },
  "a run that the service does not know is an error": {
    "waits for it": broken(() => ({ poll: async () => ({ status: "queued", progress: {} }) })),
  },
  "a run that is cancelled ends, and never as a pass": {
    "only says that it cancels": broken(() => ({ cancel: async () => "cancelled" })),
    "never cancels": broken(() => ({ cancel: async () => "finished" })),
    "hides that the run is over": broken((good) => ({
      cancel: async (...call) => {
        await shops(good.cancel)(...call);
        return "cancelled";
      },
    })),
    "takes a cancelled run as passed": broken(() => ({ results: async () => ({ testRun: counted(1), files: [] }) })),
  },
  "a run that the service does not know cannot be cancelled": {
    "cancels everything": broken(() => ({ cancel: async () => "cancelled" })),
  },
  "checking the account starts nothing, and a valid account is not refused": {
    "tries the account by a start": broken((good) => ({
      checkAccount: async (context) => {
        await good.start({ course: "pass" }, "try", context);
        return { account: "accepted" };
      },
    })),
    "refuses every account": broken(() => ({
      checkAccount: async () => Promise.reject(new ProviderError(refusal)),
    })),
  },
  "every call ends immediately when it is aborted, with the reason given": {
    "ignores it in a start": broken((good) => ({ start: (options, name) => good.start(options, name, deaf) })),
    "ignores it in a poll": broken((good) => ({ poll: (run) => good.poll(run, deaf) })),
    "ignores it in a cancel": broken((good) => ({ cancel: (run) => shops(good.cancel)(run, deaf) })),
    "ignores it in a search": broken((good) => ({ find: (sought) => shops(good.find)(sought, deaf) })),
    "ignores it in results": broken((good) => ({ results: (run, end) => good.results(run, end, deaf) })),
    "has another reason": throwing(() => new Error("aborted")),
    "starts the run first": broken((good) => ({
      start: async (options, name, { signal }) => {
        await good.start(options, name, deaf);
        throw signal.reason;
      },
    })),
  },
  "no error shows a secret": {
    "has it in a message": throwing(() => new ProviderError({ ...refusal, message: `Not ${token}` })),
    "has it behind an error": throwing(() => new Error("no", { cause: new Error(token) })),
    "has it beside an error, in base64": throwing(() =>
      Object.assign(new Error("no"), { headers: { authorization: btoa(token) } }),
    ),
  },
};

describe("a provider that keeps every rule", () => testProvider(shop, openShop, test));

describe("the rules find a provider that", () => {
  const faults = Object.entries(planted).flatMap(([rule, providers]) =>
    Object.entries(providers).map(([fault, provider]) => ({ rule, fault, provider })),
  );

  test.for(faults)("$fault: $rule", async ({ rule, provider }) => {
    const { check } = conformanceRules.find(({ name }) => name === rule) ?? expect.unreachable(`no rule ${rule}`);
    const service = await openShop();
    await expect(check(provider, service)).rejects.toBeInstanceOf(AssertionError);
    await service.close();
  });
});

test("each rule has a provider that breaks it", () => {
  expect(Object.keys(planted)).toEqual(conformanceRules.map(({ name }) => name));
});

describe("the tests that are registered", () => {
  test("are one for each rule, each with a separate service, which is closed even if the rule is broken", async () => {
    const tests: [name: string, run: () => Promise<void>][] = [];
    let open = 0;
    let opened = 0;
    const openCounted = async (): Promise<ConformanceService> => {
      const service = await openShop();
      [open, opened] = [open + 1, opened + 1];
      return { ...service, close: () => (open--, service.close()) };
    };
    testProvider({ ...shop, name: "Shop", check: async () => [{ message: "no" }] }, openCounted, (name, run) => {
      tests.push([name, run]);
    });
    expect(tests.map(([name]) => name)).toEqual(conformanceRules.map(({ name }) => name));
    expect(opened).toBe(0);
    for (const start of ["its name", "good options"]) {
      const [, itsTest] = tests.find(([name]) => name.startsWith(start)) ?? expect.unreachable(start);
      await expect(itsTest()).rejects.toBeInstanceOf(AssertionError);
    }
    expect([opened, open]).toEqual([2, 0]);
  });
});
