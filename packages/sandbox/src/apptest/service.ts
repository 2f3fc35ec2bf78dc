import type { IncomingMessage } from "node:http";
import { type Answer, cut, htmlAnswer, textAnswer } from "../answer.ts";
import { hasBasicAuth } from "../basic-auth.ts";
import type { Journal } from "../journal.ts";
import type { Exchange, Route } from "../routing.ts";
import { type Scenario, scenarioOf } from "../scenario.ts";
import type { ServiceContext } from "../service.ts";
import { isResultCode, refusal, type ResultCode, success } from "./result-code.ts";
import { renderResult, renderResultPage } from "./results.ts";
import { callWhenComplete } from "./callback.ts";
import { readRunOrder, type RunOrder } from "./run-order.ts";
import { Testset } from "./testset.ts";
import { readUploadForm } from "../upload-form.ts";

/** The only account; `curl --user demo:demo` signs in with it. */
const user = "demo";
const key = "demo";

/** Returns the three routes of specs/apptest.openapi.yaml, and the result pages that its answers link to. */
export function apptestRoutes(context: ServiceContext): Route[] {
  const testsets = new Map<string, Testset>();
  const refuse = refuseStranger;
  const forTestset = (answer: (testset: Testset, exchange: Exchange) => Answer) => (exchange: Exchange) => {
    const id = exchange.parts["testset_id"] ?? "";
    if (!/^[1-9]\d*$/.test(id)) return refusal(4053, id);
    const testset = testsets.get(id);
    return testset === undefined ? refusal(6003) : answer(testset, exchange);
  };
  const start = async ({ request }: Exchange): Promise<Answer | typeof cut> => {
    const accept = (order: RunOrder): Testset => {
      const testset = new Testset(context.firstRun + testsets.size, order, context.now);
      testsets.set(String(testset.id), testset);
      if (order.callback) callWhenComplete(testset, order.callback, context.closing);
      return testset;
    };
    return startTestset(request, context.journal, accept);
  };
  return [
    { method: "POST", path: "/openapi/v2/testset", refuse, handle: start },
    { method: "GET", path: "/openapi/v2/testset/{testset_id}", refuse, handle: forTestset(answerStatus) },
    { method: "GET", path: "/openapi/v2/testset/{testset_id}/result", refuse, handle: forTestset(answerResult) },
    { method: "GET", path: "/tests/{testset_id}/{device}", handle: (exchange) => resultPage(testsets, exchange) },
  ];
}

function refuseStranger(request: IncomingMessage): Answer | undefined {
  if (hasBasicAuth(request, user, key)) return undefined;
  return textAnswer(401, "Unauthorized", { "www-authenticate": 'Basic realm="apptest.ai"' });
}

async function startTestset(
  request: IncomingMessage,
  journal: Journal,
  accept: (order: RunOrder) => Testset,
): Promise<Answer | typeof cut> {
  const form = await readUploadForm(request, { file: "app_file", text: "data" });
  // A body that is not a form contains no app.
  if (form === undefined) return refusal(4051);
  for (const upload of form.files) journal.add(upload);
  const order = readRunOrder(form);
  if ("code" in order) return refusal(order.code, order.value);
  const scenario = scenarioOf(order.testset_name);
  const refused = startRefusal(scenario);
  if (refused !== undefined) return refusal(refused);
  const testset = accept(order);
  journal.add({ kind: "start", service: "apptest", id: String(testset.id), name: order.testset_name });
  if (scenario.answerLost) return cut;
  return success({ test_count: testset.devices.length, testset_id: testset.id });
}

// These codes belong to the later requests (sections 2 and 3); all others refuse the start.
const laterCodes: ReadonlySet<ResultCode> = new Set([5002, 5003, 6002, 6003]);

function startRefusal({ code, course }: Scenario): ResultCode | undefined {
  if (isResultCode(code) && !laterCodes.has(code)) return code;
  if (course === "no-such") return 4052;
  return course === "maintenance" ? 8000 : undefined;
}

function answerStatus(testset: Testset): Answer {
  const { code, course } = testset.scenario;
  const time = ++testset.requests.status;
  if (code === 5002) return refusal(code);
  // The first answer is always good, so that a client has seen the run before the faults.
  if (time === 2 || time === 3) {
    if (course === "flaky") return refusal(5002, "flaky by name, retry");
    if (course === "maintenance-poll") return refusal(8000);
  }
  return success({
    testset_status: testset.isComplete() ? "Complete" : "Running",
    testset_status_detail: testset.statusDetail(),
    response_time: new Date().toUTCString(),
  });
}

function answerResult(testset: Testset, { origin }: Exchange): Answer {
  if (!testset.isComplete()) return refusal(6002);
  const { code, course } = testset.scenario;
  const time = ++testset.requests.result;
  if (code === 5003 || code === 6003) return refusal(code);
  // The race condition in which the status is already Complete but the result is not stored yet.
  if (code === 6002 && time <= 2) return refusal(code);
  if (course === "maintenance-poll" && time === 1) return refusal(8000);
  return success({ complete: true, ...renderResult(testset, origin) });
}

function resultPage(testsets: ReadonlyMap<string, Testset>, { parts }: Exchange): Answer {
  const testset = testsets.get(parts["testset_id"] ?? "");
  const device = testset?.devices.find(({ page }) => page === `${testset.id}/${parts["device"]}`);
  if (device === undefined) return textAnswer(404, "This test does not exist");
  return htmlAnswer(200, renderResultPage(device));
}
