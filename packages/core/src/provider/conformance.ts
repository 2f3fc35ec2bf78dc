import { strict as assert } from "node:assert";
import { inspect } from "node:util";
import { ProviderError, UnknownStartError } from "../errors.ts";
import { commonInputs } from "../inputs/common-inputs.ts";
import { isSecret } from "../inputs/input.ts";
import { assertOnlyGenuine } from "./conformance-forgeries.ts";
import { closedAddress, failure, webPage } from "./conformance-faults.ts";
import {
  begin,
  cancelledInTime,
  collectResults,
  context,
  direct,
  handle,
  token,
  verdictOn,
} from "./conformance-calls.ts";
import type { ConformanceCourse, ConformanceService } from "./conformance-service.ts";
import type { FinishedState, Provider, RunHandle } from "./provider.ts";

export type { ConformanceCourse, ConformanceService };

/** One rule that every provider must keep. */
export interface ConformanceRule {
  readonly name: string;
  /** Rejects with an AssertionError if the provider breaks the rule. */
  readonly check: (provider: Provider, service: ConformanceService) => Promise<void>;
}

/**
 * Registers the rules that every provider must keep, a test for each, with the test function of any runner.
 *
 * @param open starts the service; it is called once for each rule
 * @example testProvider(apptest, openSandbox, test); // vitest's test, or node:test's
 */
export function testProvider(
  provider: Provider,
  open: () => Promise<ConformanceService>,
  test: (name: string, run: () => Promise<void>) => unknown,
): void {
  for (const { name, check } of conformanceRules)
    test(name, async () => {
      const service = await open();
      try {
        await check(provider, service);
      } finally {
        await service.close();
      }
    });
}

const rule = (name: string, check: ConformanceRule["check"]): ConformanceRule => ({ name, check });

/** The rules, in the order of a run. */
export const conformanceRules: readonly ConformanceRule[] = [
  rule("its name can be the part of a reference before the colon", async ({ name }) =>
    assert.match(name, /^[a-z][a-z0-9-]*$/),
  ),

  rule("its inputs are documented and clash with no common one", async ({ connectInputs, startInputs }) => {
    for (const [name, input] of Object.entries({ ...connectInputs, ...startInputs })) {
      assert.match(name, /^[a-z][A-Za-z0-9]*$/, `${name} is not camelCase`);
      assert.match(input.doc, /\.$/, `the doc of ${name} does not end with a full stop`);
      assert.ok(!Object.hasOwn(commonInputs, name), `${name} is a common input`);
    }
  }),

  rule("the input for the service's call, if there is one, is an optional address", async (provider) => {
    const { callbackInput, startInputs } = provider;
    if (callbackInput === undefined) return;
    const input = startInputs[callbackInput];
    assert.equal(input?.type, "url", `${callbackInput} is not an address among the inputs of a start`);
    assert.ok(!input.required, `${callbackInput} must be given, even if nothing listens`);
  }),

  rule("the key of signed calls, if there are any, is an optional secret of the account", async (provider) => {
    const { signedCalls, connectInputs } = provider;
    assert.ok(signedCalls, 'signedCalls is missing; "unsupported" says that the service signs no calls');
    if (signedCalls === "unsupported") return;
    const input = connectInputs[signedCalls.keyInput];
    assert.ok(input && isSecret(input), `${signedCalls.keyInput} is not a secret among the connect inputs`);
    assert.ok(!input.required, `${signedCalls.keyInput} must be given, even if nothing listens`);
  }),

  rule("a call counts only with the signature of its bytes, and only for its run", async (provider, service) => {
    const { signedCalls } = provider;
    if (signedCalls === "unsupported") return;
    assert.ok(service.signedCall, "the service to test with makes no signed call");
    const runs = { run: await begin(provider, service, "pass"), other: handle(provider, service) };
    assertOnlyGenuine(signedCalls, service.signedCall, runs);
  }),

  rule("good options have no problem, and checking them starts nothing", async (provider, service) => {
    assert.deepEqual(await provider.check(service.connect, service.start("pass").options), []);
    assert.equal(service.starts(), 0);
  }),

  rule(
    "a start is sent once, and its reference is one printable token that leads back to the run",
    async (provider, service) => {
      const { ref } = await begin(provider, service, "pass");
      assert.equal(service.starts(), 1);
      assert.match(ref, /^[\x21-\x7e]+$/);
      assert.ok(ref.startsWith(`${provider.name}:`));
      assert.equal(provider.parseReference(ref.slice(provider.name.length + 1))?.ref, ref);
    },
  ),

  rule("a text that is not a reference is refused", async (provider) => {
    for (const text of ["", " ", "a b", "\n"])
      assert.equal(provider.parseReference(text), undefined, JSON.stringify(text));
  }),

  rule("a passing run ends with cases that passed", async (provider, service) => {
    const testRun = await collectResults(provider, service, await begin(provider, service, "pass"));
    assert.equal(verdictOn(testRun), "passed");
  }),

  rule("a failing run ends with a case that did not pass", async (provider, service) => {
    const testRun = await collectResults(provider, service, await begin(provider, service, "fail"));
    assert.equal(verdictOn(testRun), "failed");
    const outcomes = testRun.suites.flatMap(({ cases }) => cases.map(({ outcome }) => outcome));
    assert.ok(outcomes.some((outcome) => outcome === "failed" || outcome === "error"));
  }),

  rule("results are refused before the run is finished", async (provider, service) => {
    const connection = provider.connect(service.connect, direct);
    const run = await begin(provider, service, "pass");
    const finished: FinishedState = { status: "finished", progress: {} };
    assert.equal((await failure(connection.results(run, finished, context()), ProviderError)).retry, "later");
  }),

  rule(
    "a refused start says why and what to do, starts nothing, and must not be repeated",
    async (provider, service) => {
      const error = await failure(begin(provider, service, "refused"), ProviderError);
      assert.match(error.code, /^[a-z][a-z0-9-]*$/);
      assert.ok(error.next.length > 10 && error.message.length > 10);
      assert.equal(error.retry, "never");
      assert.equal(service.starts(), 0);
    },
  ),

  rule("a start whose answer is lost is unknown, and is not sent again", async (provider, service) => {
    await failure(begin(provider, service, "lost-answer"), UnknownStartError);
    assert.equal(service.starts(), 1);
  }),

  rule("a start whose answer is lost is found by its token, and by no other", async (provider, service) => {
    const { find } = provider.connect(service.connect, direct);
    if (find === "unsupported") return;
    assert.notEqual(provider.namesRuns, false, "the token is in the name, and namesRuns is false");
    await begin(provider, service, "pass", "[bcdfgh]");
    await failure(begin(provider, service, "lost-answer", `[${token}]`), UnknownStartError);
    const { options } = service.start("lost-answer");
    const foundBy = async (sought: string): Promise<readonly RunHandle[]> =>
      find({ options, token: sought, name: `[${sought}] conformance` }, context());
    const [found, ...more] = await foundBy(token);
    assert.ok(found && more.length === 0, `${more.length + (found ? 1 : 0)} runs are found instead of 1`);
    const later = provider.connect(service.connect, direct);
    await later
      .poll(found, context())
      .catch((error: unknown) => assert.fail(`the run cannot be polled: ${inspect(error)}`));
    assert.deepEqual(await foundBy("zzzzzz"), []);
    assert.equal(service.starts(), 2);
  }),

  rule("a start that cannot reach the service may be repeated", async (provider, service) => {
    const connection = provider.connect(service.connectTo(await closedAddress()), direct);
    const { options, name } = service.start("pass");
    assert.equal((await failure(connection.start(options, name, context()), ProviderError)).retry, "later");
  }),

  rule(
    "a web page instead of an answer is never a pass: a start becomes unknown, a poll is repeated",
    async (provider, service) => {
      await using server = await webPage();
      const connection = provider.connect(service.connectTo(server.url), direct);
      const { options, name } = service.start("pass");
      await failure(connection.start(options, name, context()), UnknownStartError);
      const run = handle(provider, service);
      assert.equal((await failure(connection.poll(run, context()), ProviderError)).retry, "later");
    },
  ),

  rule("a run that the service does not know is an error", async (provider, service) => {
    const connection = provider.connect(service.connect, direct);
    await failure(connection.poll(handle(provider, service), context()), ProviderError);
  }),

  rule("a run that is cancelled ends, and never as a pass", async (provider, service) => {
    const { cancel } = provider.connect(service.connect, direct);
    if (cancel === "unsupported") return;
    const run = await begin(provider, service, "pass");
    assert.equal(await cancelledInTime(cancel, run), "cancelled");
    assert.match(await cancel(run, context()), /^(?:cancelled|finished)$/);
    const testRun = await collectResults(provider, service, run);
    assert.notEqual(verdictOn(testRun), "passed");
    assert.equal(await cancel(run, context()), "finished");
  }),

  rule("a run that the service does not know cannot be cancelled", async (provider, service) => {
    const { cancel } = provider.connect(service.connect, direct);
    if (cancel === "unsupported") return;
    await failure(cancel(handle(provider, service), context()), ProviderError);
  }),

  rule("checking the account starts nothing, and a valid account is not refused", async (provider, service) => {
    const { checkAccount } = provider.connect(service.connect, direct);
    if (checkAccount === "unsupported") return;
    const answer = await checkAccount(context()).catch((error: unknown) => assert.fail(`refused: ${inspect(error)}`));
    assert.match(answer.account, /^(?:accepted|unclear)$/);
    assert.equal(service.starts(), 0);
  }),

  rule("every call ends immediately when it is aborted, with the reason given", async (provider, service) => {
    const connection = provider.connect(service.connect, direct);
    const reason = new Error("enough");
    const aborted = context(AbortSignal.abort(reason));
    const { options, name } = service.start("pass");
    const run = handle(provider, service);
    const finished: FinishedState = { status: "finished", progress: {} };
    await assert.rejects(connection.start(options, name, aborted), reason);
    await assert.rejects(connection.poll(run, aborted), reason);
    await assert.rejects(connection.results(run, finished, aborted), reason);
    const { cancel, find } = connection;
    if (cancel !== "unsupported") await assert.rejects(cancel(run, aborted), reason);
    if (find !== "unsupported") await assert.rejects(find({ options, name, token }, aborted), reason);
    assert.equal(service.starts(), 0);
  }),

  rule("no error shows a secret", async (provider, service) => {
    await using server = await webPage();
    const connection = provider.connect(service.connectTo(server.url), direct);
    const { options, name } = service.start("pass");
    const errors = [
      await failure(connection.start(options, name, context()), Error),
      await failure(connection.poll(handle(provider, service), context()), Error),
      await failure(begin(provider, service, "refused"), Error),
    ];
    const shown = errors.map((error) => inspect(error, { depth: 20, showHidden: true })).join("\n");
    for (const secret of service.secrets)
      for (const form of [secret, Buffer.from(secret).toString("base64")])
        assert.ok(!shown.includes(form), "an error shows a secret");
  }),
];
