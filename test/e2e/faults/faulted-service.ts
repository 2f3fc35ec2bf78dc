// The facts about each service that the fault tests need. The services are those of the sandbox.
import { existsSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { join } from "node:path";
import { type Sandbox, services } from "../../../packages/sandbox/src/index.ts";
import type { Call } from "./fault.ts";

/** The head of a request. */
export interface RequestHead {
  readonly method: string;
  /** The path and the query. */
  readonly url: string;
}

/** The sandbox's answer. */
export interface ServiceAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A call and its answer. */
export interface Exchange {
  readonly call: Call;
  readonly text: string;
}

/** A finished run in which a test failed. */
export interface FailedRun {
  /** Its id in the sandbox. */
  readonly id: string;
  readonly ref: string;
}

/** One service under faults: the default export of `services/<name of the provider>.ts`. */
export interface FaultedService {
  /** The calls that its runs make. */
  readonly calls: readonly Call[];
  /** The variables of an account that only the fault proxy knows. */
  readonly account: (baseUrl: string) => Readonly<Record<string, string>>;
  /** The secrets that it knows and can echo, in every form in which it received them. */
  readonly known: readonly string[];
  /** True for the address of one of its requests. */
  readonly owns: (url: string) => boolean;
  /** Returns the call of a request; undefined if its body is needed, and was not given. */
  readonly callOf: (head: RequestHead, body?: string) => Call | undefined;
  /** For a start: the run's name; for any other call: the id of its run. */
  readonly runOf: (url: string, body: string) => string;
  /** Replaces the account in a body by the sandbox's own. Default: the account is in a header. */
  readonly asSandboxAccount?: (body: string) => string;
  /** Returns the call that a client makes after an exchange; undefined if it has everything. */
  readonly nextCall: (done: Exchange, before: Exchange | undefined) => Call | undefined;
  /** Adds an undocumented field to an answer. */
  readonly withAddedField: (answer: string) => string;
  /** The arguments of a run that makes the call, in the folder with the app. */
  readonly runArgs: (name: string, call: Call, folder: string) => readonly string[];
  /** The number of tests of a run that passes. */
  readonly tests: number;
  /** The file in which an answer with results is kept that cannot be used. */
  readonly keptAnswer: string;
  /** The files that a run has whose results were collected before its rerun. */
  readonly keptBefore: readonly string[];
  /** Makes a failed run, so that there is something to rerun. */
  readonly failedRun: (sandbox: Sandbox, name: string) => Promise<FailedRun>;
}

/** The services of the sandbox that have a file here. A test says if one is missing. */
const described = Object.keys(services).filter((name) => existsSync(join(import.meta.dirname, `services/${name}.ts`)));

/** Each of them by name. */
export const faultedServices: Readonly<Record<string, FaultedService>> = Object.fromEntries(
  await Promise.all(
    described.map(async (name) => {
      const { default: service } = (await import(`./services/${name}.ts`)) as { readonly default: FaultedService };
      return [name, service] as const;
    }),
  ),
);

/** @throws {Error} if the sandbox has no service of this name */
export function faultedService(name: string): FaultedService {
  const service = faultedServices[name];
  if (service === undefined) throw new Error(`The sandbox has no service ${name}`);
  return service;
}

/** Returns the variables of the account at every service. */
export function accountAt(baseUrl: string): Record<string, string> {
  return Object.assign({}, ...Object.values(faultedServices).map(({ account }) => account(baseUrl)));
}

/** Every form in which a secret could be found. */
export const forms: readonly string[] = Object.values(faultedServices).flatMap(({ known }) => known);
