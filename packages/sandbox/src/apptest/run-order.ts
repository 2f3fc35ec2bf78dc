import { appExtensions, dataSchema } from "../generated/apptest.ts";
import { firstProblem, type RequestProblem } from "../request-schema.ts";
import type { ResultCode } from "./result-code.ts";
import type { UploadForm } from "../upload-form.ts";

/** The data of a valid start request, as far as the sandbox uses it. */
export interface RunOrder {
  readonly pid: number;
  readonly testset_name: string;
  /** The address to call when the run is over. */
  readonly callback?: string;
}

/** The code with which a start request is refused, and the value in its reason. */
export interface RefusedOrder {
  readonly code: ResultCode;
  readonly value?: string;
}

/**
 * Checks a start request as strictly as specs/apptest.openapi.yaml, runTestset, allows. The first problem counts:
 * the file part, then `data`, then its keys.
 */
export function readRunOrder(form: UploadForm): RunOrder | RefusedOrder {
  return checkFile(form) ?? readData(form);
}

function checkFile(form: UploadForm): RefusedOrder | undefined {
  const [file, ...more] = form.files;
  if (file === undefined || file.fileName === "" || more.length > 0) return { code: 4051 };
  const extension = /\.([^./\\]+)$/.exec(file.fileName)?.[1];
  if (extension === undefined || !appExtensions.includes(extension.toLowerCase())) return { code: 4050 };
  if (file.bytes === 0) return { code: 4032 };
  return undefined;
}

function readData(form: UploadForm): RunOrder | RefusedOrder {
  const [text, ...more] = form.texts;
  if (text === undefined || more.length > 0) return { code: 4000, value: "data" };
  const data = parseObject(text);
  if (data === undefined) return { code: 4000, value: "data" };
  const problem = firstProblem(dataSchema, data);
  return problem === undefined ? (data as unknown as RunOrder) : refusalFor(problem, data);
}

function refusalFor({ keyword, path }: RequestProblem, data: Record<string, unknown>): RefusedOrder {
  const key = path.join(".");
  return keyword !== "required" && key === "pid"
    ? { code: 4052, value: JSON.stringify(data["pid"]) }
    : { code: 4000, value: key };
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
