import { isObject } from "@remotest/http";
import type { components } from "./generated/openapi.ts";
import { limits } from "./generated/limits.ts";

/** The request for a testset, by wire name. specs/apptest.openapi.yaml, runTestset. */
export type TestsetRequest = components["schemas"]["TestsetRequest"];

interface Bounds {
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

/** The order of the page's table, which is the order on the wire. */
const fields = Object.keys(limits) as (keyof TestsetRequest)[];

/**
 * Returns every problem of a request, each starting with the field's name; none if it may be sent. Texts are not
 * repeated, because they may be secrets.
 */
export function requestProblems(data: TestsetRequest): string[] {
  if (!isObject(data)) return ["data must be an object"];
  const { pid, testset_name, time_limit, use_vo, callback, credentials, os_type, scenario_id, source_type } = data;
  return [
    ...numberProblems("pid", pid, limits.pid, true),
    ...textProblems("testset_name", testset_name, limits.testset_name, true),
    ...numberProblems("time_limit", time_limit, limits.time_limit),
    ...(use_vo === undefined || typeof use_vo === "boolean" ? [] : ["use_vo must be true or false"]),
    ...textProblems("callback", callback, limits.callback),
    ...(credentials === undefined ? [] : credentialProblems(credentials)),
    ...choiceProblems("os_type", os_type, limits.os_type.enum),
    ...numberProblems("scenario_id", scenario_id, limits.scenario_id),
    ...choiceProblems("source_type", source_type, limits.source_type.enum),
    ...Object.keys(data)
      .filter((name) => !Object.hasOwn(limits, name))
      .map((name) => `${name} is not a known field: the fields are ${fields.join(", ")}`),
  ];
}

/** The JSON text of the part `data`: the fields that were given, in the page's order. */
export function requestText(data: TestsetRequest): string {
  return JSON.stringify(Object.fromEntries(fields.map((name) => [name, data[name]])));
}

function credentialProblems(credentials: unknown): string[] {
  if (!isObject(credentials)) return ["credentials must be an object"];
  return [
    ...textProblems("credentials.login_id", credentials["login_id"], limits.credentials.login_id, true),
    ...textProblems("credentials.login_pw", credentials["login_pw"], limits.credentials.login_pw, true),
  ];
}

function numberProblems(name: string, value: unknown, { minimum, maximum }: Bounds, required = false): string[] {
  if (value === undefined) return required ? [`${name} is missing`] : [];
  const wanted = maximum === undefined ? `of ${minimum} or more` : `from ${minimum} to ${maximum}`;
  const problem = `${name} must be a whole number ${wanted}`;
  if (typeof value !== "number" || !Number.isSafeInteger(value)) return [problem];
  const outside = (minimum !== undefined && value < minimum) || (maximum !== undefined && value > maximum);
  return outside ? [`${problem}, not ${value}`] : [];
}

function textProblems(name: string, value: unknown, { minLength = 0, maxLength = Infinity }: Bounds, required = false) {
  if (value === undefined) return required ? [`${name} is missing`] : [];
  if (typeof value !== "string") return [`${name} must be text`];
  const { length } = [...value];
  if (length < minLength) return [`${name} is empty`];
  return length > maxLength ? [`${name} must have at most ${maxLength} characters, not ${length}`] : [];
}

function choiceProblems(name: string, value: unknown, choices: readonly string[]): string[] {
  if (value === undefined || (typeof value === "string" && choices.includes(value))) return [];
  return [`${name} must be one of ${choices.join(", ")}`];
}
