import * as v from "valibot";
import { ProviderError, type RemotestError, UnknownStartError } from "../errors.ts";
import type { OptionValues } from "../inputs/input.ts";
import { list, placeOf, type Schema } from "../results/schema.ts";
import {
  accountAnswer,
  cancelAnswer,
  problems,
  providerFiles,
  runHandle,
  runResults,
  runState,
} from "./answer-schema.ts";
import { checkedCalls } from "./checked-calls.ts";
import { advice, honest } from "./honest-error.ts";
import type { Provider, ProviderConnection, RunHandle } from "./provider.ts";

/**
 * Wraps a provider so that everything it returns is checked before anything relies on it. A provider may come from
 * anywhere, in plain JavaScript: what is not as the port says must neither pass nor be passed on.
 *
 * Its methods then reject with a `ProviderError` that says what is wrong, and where; `start` and `rerun` with an
 * `UnknownStartError`, because something may have been started.
 *
 * @param module where the provider comes from, if it is not part of the command: its runs then say so
 */
export function checkedProvider(provider: Provider, module?: string): Provider {
  const { name, title, connectInputs, startInputs, callbackInput, signedCalls, namesRuns } = provider;
  const handle = runHandle(name);
  const from = (found: RunHandle): RunHandle => (module === undefined ? found : { ...found, module });
  return {
    name,
    title: typeof title === "string" && title !== "" ? title : name,
    connectInputs,
    startInputs,
    ...(callbackInput === undefined ? {} : { callbackInput }),
    signedCalls: checkedCalls(signedCalls),
    ...(namesRuns === undefined ? {} : { namesRuns }),
    check: async (connect, start) =>
      answerOf(await provider.check(connect, start), problems, () => faultOf(name, "check", "a list of problems")),
    parseReference(rest) {
      const found: unknown = provider.parseReference(rest);
      if (found === undefined) return undefined;
      return from(answerOf(found, handle, () => faultOf(name, "parseReference", "a run")));
    },
    connect: (options, transport) => checkedConnection(provider.connect(options, transport), { name, handle, from }),
  };
}

/** The known facts about the provider of a connection. */
interface ProviderFacts {
  readonly name: string;
  readonly handle: Schema<RunHandle>;
  readonly from: (found: RunHandle) => RunHandle;
}

function checkedConnection(connection: ProviderConnection, { name, handle, from }: ProviderFacts): ProviderConnection {
  const { rerun, cancel, find, checkAccount } = usable(connection, name);
  const started = async (method: string, call: () => Promise<RunHandle>): Promise<RunHandle> =>
    from(answerOf(await honest(asked(call)), handle, () => unknownStart(name, method)));
  /** @param what the method returns, in words: it completes "returned … that cannot be used" */
  const answered = async <T>(method: string, what: string, schema: Schema<T>, call: () => Promise<T>): Promise<T> => {
    const found: unknown = await honest(asked(call));
    return answerOf(found, schema, () => faultOf(name, method, what, found));
  };
  return {
    start: (options: OptionValues, runName, context) =>
      started("start", () => connection.start(options, runName, context)),
    poll: (run, context) => answered("poll", "a state", runState, () => connection.poll(run, context)),
    results: (run, finished, context) =>
      answered("results", "results", runResults, () => connection.results(run, finished, context)),
    rerun:
      rerun === "unsupported" ? rerun : (run, context) => started("rerun", () => rerun.call(connection, run, context)),
    cancel:
      typeof cancel === "function"
        ? (run, context) => answered("cancel", "an answer", cancelAnswer, () => cancel.call(connection, run, context))
        : "unsupported",
    find:
      typeof find === "function"
        ? async (sought, context) =>
            (await answered("find", "runs", list(handle), () => find.call(connection, sought, context))).map(from)
        : "unsupported",
    checkAccount:
      typeof checkAccount === "function"
        ? (context) =>
            answered("checkAccount", "an answer about the account", accountAnswer, () =>
              checkAccount.call(connection, context),
            )
        : "unsupported",
  };
}

/** A method that is not an async function may throw instead of rejecting. */
async function asked<T>(call: () => Promise<T>): Promise<T> {
  return call();
}

function usable(connection: unknown, name: string): ProviderConnection {
  const isOne =
    typeof connection === "object" &&
    connection !== null &&
    ["start", "poll", "results"].every((method) => typeof Reflect.get(connection, method) === "function");
  if (!isOne)
    throw faultOf(name, "connect", "a connection")("it must be an object with the functions start, poll and results");
  const methods = { rerun: Reflect.get(connection, "rerun"), ...laterMethods(connection) };
  for (const [method, found] of Object.entries<unknown>(methods))
    if (!isMethod(found))
      throw faultOf(
        name,
        "connect",
        "a connection",
      )(`${method} is ${shown(found)}; must be a function, or "unsupported"`);
  return connection as ProviderConnection;
}

/** A provider in plain JavaScript may have been written before these methods. */
function laterMethods(connection: object): Readonly<Record<string, unknown>> {
  const later = ["cancel", "find", "checkAccount"].map((method) => [
    method,
    (Reflect.get(connection, method) as unknown) ?? "unsupported",
  ]);
  return Object.fromEntries(later) as Readonly<Record<string, unknown>>;
}

function isMethod(method: unknown): boolean {
  return method === "unsupported" || typeof method === "function";
}

/** Makes the error of what is wrong. */
type FaultMaker = (wrong: string) => RemotestError;

function answerOf<T>(answer: unknown, schema: Schema<T>, fault: () => FaultMaker): T {
  let wrong: string;
  try {
    const { issues, output } = v.safeParse(schema, answer, { abortEarly: true });
    if (!issues) return withOwnFields(answer, output);
    wrong = wordsOf(issues[0]);
  } catch (error) {
    // A getter of the provider may throw.
    wrong = `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
  throw fault()(wrong);
}

/** A run and a state go back to the provider, which may find there what it added itself. */
function withOwnFields<T>(answer: unknown, checked: T): T {
  if (typeof answer !== "object" || answer === null || !("ref" in answer || "status" in answer)) return checked;
  return { ...Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null)), ...checked };
}

/** Says what is wrong, where, and what was there: `suites[0].cases[3].outcome is "pass"; must be one of …`. */
function wordsOf({ path, message, input, type }: v.BaseIssue<unknown>): string {
  const place = placeOf(path) || "it";
  const isPart = typeof input === "object" && input !== null;
  // The message of an object without one of its keys says that the key is missing.
  const isKeyMissing = type === "object" && input === undefined && path !== undefined;
  if (isPart || isKeyMissing) return `${place} ${message}`;
  return input === undefined ? `${place} is missing; ${message}` : `${place} is ${shown(input)}; ${message}`;
}

const longestShown = 60;

function shown(value: unknown): string {
  if (typeof value === "string")
    return value.length > longestShown ? `a text of ${value.length} characters` : JSON.stringify(value);
  return typeof value === "function" ? "a function" : String(value);
}

function faultOf(name: string, method: string, what: string, found?: unknown): FaultMaker {
  return (wrong) =>
    new ProviderError({
      code: "invalid-answer",
      message: `The provider ${name} returned ${what} that cannot be used (${method}): ${wrong}.`,
      next: advice,
      retry: "never",
      ...evidenceIn(found),
    });
}

/** The service's answer is kept, even if the results that the provider made of it cannot be used. */
function evidenceIn(found: unknown): Pick<ProviderError, "evidence"> | undefined {
  try {
    const files: unknown = typeof found === "object" && found !== null ? Reflect.get(found, "files") : undefined;
    const { success, output } = v.safeParse(providerFiles, files);
    return success && output.length > 0 ? { evidence: output } : undefined;
  } catch {
    return undefined;
  }
}

function unknownStart(name: string, method: string): FaultMaker {
  return (wrong) =>
    new UnknownStartError(
      `The provider ${name} returned a run that cannot be used (${method}): ${wrong}. The run may have been started.`,
      `Check at the service whether it is there before you start it again. ${advice}`,
    );
}
