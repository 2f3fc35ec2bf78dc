import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Answer, cut, htmlAnswer, jsonAnswer, textAnswer } from "../answer.ts";
import { readText } from "../read-text.ts";
import { hasBasicAuth } from "../basic-auth.ts";
import type { Exchange, Route } from "../routing.ts";
import { scenarioOf } from "../scenario.ts";
import type { ServiceContext } from "../service.ts";
import { listRoutes } from "./lists.ts";
import { describeCase, describeRun, describeSuite } from "./answers.ts";
import { readExecution } from "./execution.ts";
import { Run, type RunOrder } from "./run.ts";
import { Webhook } from "./webhook.ts";

/** The only account; `curl --user demo:demo` signs in with it. */
const user = "demo";
const password = "demo";

// The largest documented request has about 1 kB.
const maxRequestBytes = 64 * 1024;

const root = "/rest/mta/api";
const levels = { testconfigurations: "configuration", testsuites: "suite", testcases: "case" } as const;

/** Returns the routes of the Public API of Menditect MTA, and the pages that its answers link to. */
export function mtaRoutes(context: ServiceContext): Route[] {
  const runs = new Runs(context);
  const webhook = new Webhook(context.closing);
  const route = (method: Route["method"], path: string, handle: Route["handle"]): Route => ({
    method,
    path: `${root}${path}`,
    refuse: refuseStranger,
    handle: (exchange) => {
      const problem = problemWithKeys(exchange);
      return problem === undefined ? handle(exchange) : textAnswer(400, `InvalidInput: ${problem}`);
    },
  });
  return [
    ...Object.entries(levels).map(([name, level]) =>
      route("POST", `/${name}/{key}/execute`, (exchange) => execute(exchange, level, { runs, webhook })),
    ),
    route("GET", "/testruns/{executionId}", (exchange) => showRun(runs.find(exchange), exchange)),
    route("POST", "/testruns/{executionId}/cancel", (exchange) => cancel(runs.find(exchange))),
    route("GET", "/testsuiteruns", (exchange) => {
      const run = runs.byId(queryOf(exchange, "testrunExecutionId"));
      return run
        ? jsonAnswer(
            200,
            run.suites.map((each) => describeSuite(run, each, exchange.origin)),
          )
        : noRun();
    }),
    route("GET", "/testcaseruns", (exchange) => {
      const found = runs.suite(queryOf(exchange, "testsuiterunKey"));
      if (!found) return textAnswer(404, "There is no such test suite run");
      const { run, suite } = found;
      return jsonAnswer(
        200,
        suite.cases.map((each) => describeCase(run, each, exchange.origin)),
      );
    }),
    ...listRoutes(route),
    // A person sets it on a page of MTA; no call of the API does.
    {
      method: "POST",
      path: "/link/account/webhook",
      refuse: refuseStranger,
      handle: (exchange) => webhook.set(exchange),
    },
    { method: "GET", path: "/link/testrun/{number}", handle: () => htmlAnswer(200, "<h1>A run of the sandbox</h1>\n") },
  ];
}

/** The runs of one sandbox. */
class Runs {
  readonly #runs = new Map<string, Run>();
  /** By the key of the configuration. */
  readonly #latest = new Map<string, Run>();
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  start(order: Omit<RunOrder, "failedOnly">, failedOnly: boolean): Run {
    const previous = order.level === "configuration" && failedOnly ? this.#latest.get(order.key) : undefined;
    const run = new Run(randomUUID(), this.#runs.size + 1, { ...order, failedOnly: previous }, this.#context.now);
    this.#runs.set(run.id, run);
    if (order.level === "configuration") this.#latest.set(order.key, run);
    const rerunOf = previous === undefined ? {} : { rerunOf: previous.id };
    this.#context.journal.add({ kind: "start", service: "mta", id: run.id, name: order.key, ...rerunOf });
    return run;
  }

  find({ parts }: Exchange): Run | undefined {
    return this.byId(parts["executionId"]);
  }

  byId(id: string | undefined): Run | undefined {
    return this.#runs.get((id ?? "").toLowerCase());
  }

  suite(key: string | undefined): { readonly run: Run; readonly suite: Run["suites"][number] } | undefined {
    for (const run of this.#runs.values()) {
      const suite = run.suites.find((each) => String(each.key) === key);
      if (suite) return { run, suite };
    }
    return undefined;
  }
}

async function execute(
  { request, parts, query, origin }: Exchange,
  level: RunOrder["level"],
  { runs, webhook }: { readonly runs: Runs; readonly webhook: Webhook },
): Promise<Answer | typeof cut> {
  const key = decodeURIComponent(parts["key"] ?? "");
  const body = await readText(request, maxRequestBytes);
  if (typeof body === "string") return textAnswer(400, `InvalidInput: the request is ${body}`);
  const ordered = readExecution(body.text, new URLSearchParams(query), level);
  if (typeof ordered === "string") return textAnswer(400, `InvalidInput: ${ordered}`);
  const scenario = scenarioOf(key);
  if (scenario.course === "no-such") return textAnswer(400, `InvalidInput: there is no test with the key ${key}`);
  if (scenario.course === "maintenance")
    return htmlAnswer(503, "<!DOCTYPE html><html><body><h1>The app is currently unavailable</h1></body></html>\n");
  const run = runs.start({ level, key }, ordered.scope === "FailedOnly");
  webhook.follow(run, origin);
  return scenario.answerLost ? cut : jsonAnswer(200, { TestRunExecutionId: run.id });
}

function showRun(run: Run | undefined, { origin }: Exchange): Answer {
  if (run === undefined) return noRun();
  const time = ++run.requests;
  // The first answer is always good, so that a client has seen the run before the fault.
  if (run.scenario.course === "maintenance-poll" && (time === 2 || time === 3))
    return htmlAnswer(503, "<!DOCTYPE html><html><body><h1>The app is currently unavailable</h1></body></html>\n");
  return jsonAnswer(200, describeRun(run, origin));
}

/** specs/mta.openapi.yaml: the answer is empty; possible only while the run is running. */
function cancel(run: Run | undefined): Answer {
  if (run === undefined) return noRun();
  if (!run.stop()) return textAnswer(409, "The test run is not running");
  return { status: 200, headers: {}, body: "" };
}

/** Checks the keys and ids in the path and in the query, as strictly as the spec says. */
function problemWithKeys({ parts, query }: Exchange): string | undefined {
  const given = new URLSearchParams(query);
  for (const name of given.keys()) if (!parameters.has(name)) return `${name} is not a parameter`;
  const all = [...Object.entries(parts).map(([name, part]) => [name, decoded(part)] as const), ...given];
  for (const [name, value] of all) {
    if (value === undefined || given.getAll(name).length > 1) return `${name} cannot be read`;
    if (/executionId$|^mxProjectId$/i.test(name) && !uuid.test(value)) return `${name} is not a UUID`;
    if (/key$/i.test(name) && !/^[^/?#]{1,100}$/u.test(value)) return `${name} is not a key`;
  }
  return undefined;
}

/** Every parameter of a query. MTA's documentation writes them in camelCase, that of an earlier version in lower case. */
const parameters: ReadonlySet<string> = new Set([
  "applicationKey",
  "mxProjectId",
  "retentionPeriodInDays",
  "testconfigurationKey",
  "testrunExecutionId",
  "testsuiteKey",
  "testsuiterunKey",
]);

const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function noRun(): Answer {
  return textAnswer(404, "There is no such test run");
}

function queryOf({ query }: Exchange, name: string): string | undefined {
  return new URLSearchParams(query).get(name) ?? undefined;
}

function refuseStranger(request: IncomingMessage): Answer | undefined {
  if (!hasBasicAuth(request, user, password))
    return textAnswer(401, "Unauthorized", { "www-authenticate": 'Basic realm="MTA"' });
  // specs/mta.openapi.yaml, Authorization: the header is asked for on all calls.
  if (!/^application\/json\s*(?:;|$)/i.test(request.headers["content-type"] ?? ""))
    return textAnswer(415, "The content type must be application/json");
  return undefined;
}
