import {
  callFailure,
  type OptionValues,
  type Provider,
  ProviderError,
  type Transport,
  type Wording,
} from "@remotest/core";
import { type CommonOptions, orAborted } from "@remotest/core/flow";
import { brokenExchange, neverSent } from "@remotest/http";
import { openTransport, proxyInUse } from "../network/transport.ts";
import type { Platform } from "../platform.ts";
import { clockFinding } from "./clock.ts";
import type { Check, Finding } from "./finding.ts";

/** A service, with everything that its checks need. */
export interface ServiceToCheck {
  /** Its errors contain no secret. */
  readonly provider: Provider;
  readonly connect: OptionValues;
  /** False if something is wrong with the credentials, so that the service is not asked about them. */
  readonly hasCredentials: boolean;
  readonly options: Pick<CommonOptions, "proxy" | "caFile" | "maxResponse" | "timeout">;
}

/** The longest time for one answer, in milliseconds. */
const longestMs = 10_000;

/** Checks the way to a service, and asks it whether it accepts the account. Starts nothing there. */
export async function serviceFindings(service: ServiceToCheck, platform: Platform): Promise<readonly Finding[]> {
  const { provider, connect, options } = service;
  const transport = await openTransport(options, platform.env, platform.names);
  const findings: Finding[] = [];
  for (const [name, input] of Object.entries(provider.connectInputs)) {
    const address = connect[name];
    if (input.type === "url" && typeof address === "string")
      findings.push(...(await wayFindings({ name, address }, service, transport, platform)));
  }
  const isReached = findings.every(({ outcome }) => outcome !== "problem");
  return [...findings, await accountFinding(service, transport, isReached)];
}

/** An address of a service, and the input that it comes from. */
interface Address {
  readonly name: string;
  readonly address: string;
}

async function wayFindings(
  { name, address }: Address,
  { provider, options }: ServiceToCheck,
  transport: Transport,
  { env, names }: Platform,
): Promise<readonly Finding[]> {
  const subject: Wording = ({ option }) => `${option(name)} ${address}`;
  const about = { provider: provider.name, subject };
  const proxy = await proxyInUse(new URL(address), options, env, names);
  const way: Finding = {
    ...about,
    check: "proxy",
    outcome: "ok",
    found: proxy ? `through ${proxy.origin}, from ${proxy.source}` : "without a proxy",
  };
  const signal = AbortSignal.timeout(Math.min(options.timeout, longestMs));
  const sentAt = Date.now();
  try {
    const answer = await transport.fetch(address, { method: "HEAD", signal });
    const trusted: Finding = { ...about, check: "certificates", outcome: "ok", found: "its certificate is trusted" };
    const clock = clockFinding(answer.headers, { sentAt, receivedAt: Date.now() }, provider);
    return [way, ...(new URL(address).protocol === "https:" ? [trusted] : []), reached(about, answer.status), clock];
  } catch (error) {
    const failed = unreached(error, signal, provider, name);
    return [...(failed.check === "proxy" ? [] : [way]), { ...about, ...failed }];
  }
}

/** Any answer shows that something is there; a 5xx is what a gateway answers instead of the service. */
function reached(about: Pick<Finding, "provider" | "subject">, status: number): Finding {
  if (status < 500) return { ...about, check: "reachability", outcome: "ok", found: "answers" };
  return {
    ...about,
    check: "reachability",
    outcome: "warning",
    found: `answers with status ${status}`,
    next: "The service, or a gateway in front of it, may be down: try again later.",
  };
}

const checkOf: Readonly<Record<string, Check>> = {
  "proxy-refused": "proxy",
  "proxy-down": "proxy",
  untrusted: "certificates",
};

function unreached(
  error: unknown,
  signal: AbortSignal,
  { title }: Provider,
  input: string,
): Pick<Finding, "check" | "outcome" | "found" | "next"> {
  const { failure, message } = signal.aborted
    ? ({ failure: "timeout", message: "no answer in time" } as const)
    : brokenExchange(error, neverSent(error));
  const words = {
    title,
    run: "run",
    where: "",
    account: "",
    address: ({ option }: Parameters<Exclude<Wording, string>>[0]) => option(input),
  };
  const { next } = callFailure("poll", { code: "unreached", message, failure }, words);
  const check = checkOf[failure] ?? "reachability";
  return {
    check,
    outcome: "problem",
    found: check === "reachability" ? `cannot be reached: ${message}` : message,
    next,
  };
}

async function accountFinding(
  { provider, connect, hasCredentials, options }: ServiceToCheck,
  transport: Transport,
  isReached: boolean,
): Promise<Finding> {
  const about = { check: "account", provider: provider.name, subject: `account at ${provider.title}` } as const;
  const skipped = (found: string): Finding => ({ ...about, outcome: "skipped", found });
  if (!hasCredentials) return skipped("not checked, because the credentials are not complete");
  if (!isReached) return skipped("not checked, because the service was not reached");
  const { checkAccount } = provider.connect(connect, transport);
  if (checkAccount === "unsupported") return skipped("not checked: no request tells without starting a run");
  const signal = AbortSignal.timeout(Math.min(options.timeout, longestMs));
  try {
    const answer = await orAborted(checkAccount({ signal, onUpload: () => undefined }), signal);
    if (answer.account === "accepted") return { ...about, outcome: "ok", found: "accepted" };
    const next = "Only a run can tell: start one, and read its answer.";
    return { ...about, outcome: "warning", found: `it is not clear whether it is accepted: ${answer.says}`, next };
  } catch (error) {
    if (error instanceof ProviderError) return { ...about, outcome: "problem", found: error.message, next: error.next };
    const found = signal.aborted ? "no answer in time" : error instanceof Error ? error.message : String(error);
    return {
      ...about,
      outcome: "problem",
      found,
      next: "Try again; if it happens again, report it to the author of the provider.",
    };
  }
}
