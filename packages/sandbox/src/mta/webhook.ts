import { createHmac } from "node:crypto";
import type { Exchange } from "../routing.ts";
import { type Answer, textAnswer } from "../answer.ts";
import { readText } from "../read-text.ts";
import type { CaseRun, Run, SuiteRun } from "./run.ts";

/** Real milliseconds between two checks of the sandbox's clock. */
const checkIntervalMs = 20;
/** Real milliseconds after which a message is aborted. MTA waits 300 s, but does not hold up the run. */
const timeoutMs = 5_000;
const maxRequestBytes = 16 * 1024;

/** The two fields in the account's settings: how-to "schedule tests" 04. Both are set, or neither. */
interface WebhookSettings {
  readonly endpoint: string;
  readonly secretKey: string;
}

/** The webhook of the sandbox's account. */
export class Webhook {
  #settings: WebhookSettings | undefined;
  readonly #closing: AbortSignal;

  constructor(closing: AbortSignal) {
    this.#closing = closing;
  }

  /** Answers the request that stands for the account's settings, `{"Endpoint": "https://…", "SecretKey": "…"}`. */
  async set({ request }: Exchange): Promise<Answer> {
    const body = await readText(request, maxRequestBytes);
    const settings = typeof body === "string" ? undefined : readSettings(body.text);
    if (settings === undefined)
      return textAnswer(400, 'The webhook is set by {"Endpoint": "http://…", "SecretKey": "…"}, and removed by {}');
    this.#settings = settings === "none" ? undefined : settings;
    return textAnswer(200, settings === "none" ? "MTA makes no calls" : "MTA calls the endpoint after each case run");
  }

  /** Sends a message after each case run, if the webhook is set. Nothing is repeated, and no answer is read. */
  follow(run: Run, origin: string): void {
    const settings = this.#settings;
    if (settings === undefined) return;
    // One case after another, so the first one that has not ended is the only one to look at.
    const cases = run.suites.flatMap((suite) => suite.cases.map((each) => ({ suite, each })));
    let next = 0;
    const timer = setInterval(() => {
      const isLast = this.#closing.aborted || run.stage() === "over";
      for (let of = cases[next]; of && run.hasEnded(of.each); of = cases[++next])
        if (of.each.outcome !== undefined) this.#send(settings, messageOf(run, of, origin));
      if (isLast) clearInterval(timer);
    }, checkIntervalMs);
    timer.unref();
  }

  #send({ endpoint, secretKey }: WebhookSettings, message: object): void {
    const body = JSON.stringify(message);
    const signature = createHmac("sha256", secretKey).update(body).digest("base64");
    const headers = { "content-type": "application/json", signature };
    const signal = AbortSignal.any([this.#closing, AbortSignal.timeout(timeoutMs)]);
    fetch(endpoint, { method: "POST", headers, body, signal, redirect: "manual" })
      .then((answer) => answer.body?.cancel())
      .catch(() => undefined);
  }
}

function readSettings(text: string): WebhookSettings | "none" | undefined {
  try {
    const given: unknown = JSON.parse(text);
    if (typeof given !== "object" || given === null) return undefined;
    const { Endpoint: endpoint, SecretKey: secretKey, ...others }: Record<string, unknown> = { ...given };
    if (Object.keys(others).length > 0) return undefined;
    if (endpoint === undefined && secretKey === undefined) return "none";
    if (typeof endpoint !== "string" || typeof secretKey !== "string" || secretKey === "") return undefined;
    return /^https?:/i.test(endpoint) && URL.canParse(endpoint) ? { endpoint, secretKey } : undefined;
  } catch {
    return undefined;
  }
}

function messageOf(
  run: Run,
  { suite, each }: { readonly suite: SuiteRun; readonly each: CaseRun },
  origin: string,
): object {
  return {
    ExecutionId: run.id,
    TestConfigurationName: `Configuration of ${run.order.key}`,
    TestSuiteSequence: suite.sequence,
    TestSuiteName: suite.name,
    TestCaseSequence: each.sequence,
    TestCaseName: each.name,
    TestCaseRunResult: each.outcome,
    TestCaseRunResultMessage: run.messageOf(each),
    TestCaseRunUrl: `${origin}/link/testcaserun/${each.key}`,
    MtaUrl: origin,
    ApplicationName: "Shop",
    ProjectId: "18ef9972-501b-4806-8f89-ef8aaddb97a0",
  };
}
