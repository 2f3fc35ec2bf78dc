import { type Answer, cut, htmlAnswer, textAnswer, xmlAnswer } from "../answer.ts";
import type { Clock } from "../clock.ts";
import {
  type GetTestRunBody,
  type RerunNotPassedBody,
  type RunJobBody,
  type ServiceName,
  services,
  targetNamespace,
  wsdl,
} from "../generated/ats.ts";
import type { Journal } from "../journal.ts";
import type { Exchange, Route } from "../routing.ts";
import { checkHeader } from "./authentication.ts";
import { type ElementValue, decode } from "./decode.ts";
import { encodeEnvelope } from "./encode.ts";
import { readEnvelope } from "./envelope.ts";
import { Fault, faultAnswer } from "./fault.ts";
import { describeJob } from "./job-status.ts";
import { Jobs, type StartResult } from "./jobs.ts";
import { readText } from "../read-text.ts";
import type { ServiceShape } from "./shape.ts";

// The largest documented request has about 1 kB.
const maxRequestBytes = 64 * 1024;

/** A complete answer, or a value to encode. */
type Outcome = Answer | typeof cut | { readonly value: ElementValue };

/** Returns the routes of the three services of specs/ats.wsdl, each with its WSDL at `?wsdl`. */
export function atsRoutes(context: { readonly journal: Journal; readonly now: Clock }): Route[] {
  const jobs = new Jobs(context);
  const operations: Readonly<Record<ServiceName, (request: ElementValue) => Outcome>> = {
    RunJob: (request) => startOutcome(jobs.run((request as RunJobBody).TestRun)),
    RerunNotPassed: (request) => startOutcome(jobs.rerun((request as RerunNotPassedBody).RerunNotPassed)),
    GetJobStatus: (request) => statusOutcome(jobs, request as GetTestRunBody),
  };
  return Object.entries(services).flatMap(([name, shape]): Route[] => [
    { method: "GET", path: shape.path, handle: serveWsdl },
    { method: "POST", path: shape.path, handle: (exchange) => call(exchange, shape, operations[name as ServiceName]) },
  ]);
}

function startOutcome({ result, answerLost }: StartResult): Outcome {
  // Rerun Not Passed answers with the element of Run Job: "identical" (section Rerun Not Passed, Response).
  return answerLost ? cut : { value: { RunJob: result } };
}

function statusOutcome(jobs: Jobs, { TestRun: request }: GetTestRunBody): Outcome {
  const job = jobs.find(request);
  const time = ++job.statusRequests;
  if (job.course === "maintenance-poll" && (time === 2 || time === 3)) {
    // The server in front of an application that is down answers in HTML, not in SOAP.
    return htmlAnswer(503, "<!DOCTYPE html><html><body><h1>The app is currently unavailable</h1></body></html>\n");
  }
  return { value: { TestRun: describeJob(job, request) } };
}

async function call(
  { request }: Exchange,
  shape: ServiceShape,
  operate: (request: ElementValue) => Outcome,
): Promise<Answer | typeof cut> {
  const type = request.headers["content-type"] ?? "";
  const body = await readText(request, maxRequestBytes);
  if (!/^\s*(?:text|application)\/xml\s*(?:;|$)/i.test(type)) {
    return textAnswer(415, "The content type of a SOAP 1.1 request must be text/xml");
  }
  if (body === "too large") return textAnswer(413, `A request must have at most ${maxRequestBytes} bytes`);
  if (typeof body === "string") return faultAnswer(new Fault("Client", `The request is ${body}`));
  try {
    const envelope = readEnvelope(body.text);
    checkHeader(envelope.header, targetNamespace, shape.header);
    if (envelope.body.name !== shape.input.name || envelope.body.namespace !== targetNamespace) {
      throw new Fault("Client", `The Body must contain ${shape.input.name} in ${targetNamespace}`);
    }
    const outcome = operate(decode(envelope.body, shape.input));
    if (outcome === cut || "status" in outcome) return outcome;
    return xmlAnswer(200, encodeEnvelope(targetNamespace, shape.output, outcome.value));
  } catch (error) {
    if (error instanceof Fault) return faultAnswer(error);
    throw error;
  }
}

function serveWsdl({ query, origin }: Exchange): Answer {
  if (!/^wsdl(?:$|[=&])/i.test(query)) return textAnswer(405, "Use POST, or request ?wsdl", { allow: "POST" });
  return xmlAnswer(200, wsdl.replace(/(<soap:address\s+location=")https?:\/\/[^/"]+/g, `$1${origin}`));
}
