import { Ajv2020, type ErrorObject } from "ajv/dist/2020.js";
import { appExtensions, dataSchema } from "../generated/apptest.ts";
import type { ResultCode } from "./result-code.ts";
import type { UploadForm } from "./upload-form.ts";

/** The data of a valid start request, as far as the sandbox uses it. */
export interface RunOrder {
  readonly pid: number;
  readonly testset_name: string;
  /** The address to call when the run is over. */
  readonly callback?: string;
}

/** The code with which a start request is refused, and the value in its reason. */
export interface Refusal {
  readonly code: ResultCode;
  readonly value?: string;
}

const validateData = new Ajv2020().compile<RunOrder>(dataSchema);

/**
 * Checks a start request as strictly as the apptest.ai REST API v2 page, section 1 allows. The first problem counts:
 * the file part, then `data`, then its keys.
 */
export function readRunOrder(form: UploadForm): RunOrder | Refusal {
  return checkFile(form) ?? readData(form);
}

function checkFile(form: UploadForm): Refusal | undefined {
  const [file, ...more] = form.appFiles;
  if (file === undefined || file.fileName === "" || more.length > 0) return { code: 4051 };
  const extension = /\.([^./\\]+)$/.exec(file.fileName)?.[1];
  if (extension === undefined || !appExtensions.includes(extension.toLowerCase())) return { code: 4050 };
  if (file.bytes === 0) return { code: 4032 };
  return undefined;
}

function readData(form: UploadForm): RunOrder | Refusal {
  const [text, ...more] = form.data;
  if (text === undefined || more.length > 0) return { code: 4000, value: "data" };
  const data = parseObject(text);
  if (data === undefined) return { code: 4000, value: "data" };
  if (validateData(data)) return data;
  // The first problem counts: a missing key comes before a wrong one.
  const problem = validateData.errors?.[0];
  return problem === undefined ? { code: 4000, value: "data" } : refusalFor(problem, data);
}

function refusalFor(problem: ErrorObject, data: Record<string, unknown>): Refusal {
  const key = keyOf(problem);
  return problem.keyword !== "required" && key === "pid"
    ? { code: 4052, value: JSON.stringify(data["pid"]) }
    : { code: 4000, value: key };
}

function keyOf(problem: ErrorObject): string {
  const within = problem.instancePath.split("/").slice(1);
  const { missingProperty, additionalProperty } = problem.params as Record<string, string | undefined>;
  return [...within, missingProperty ?? additionalProperty ?? []].flat().join(".");
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
