// Shared by the tests of the start request: a valid request, and the refusals.
import { resultCodes } from "../generated/apptest.ts";
import type { ResultCode } from "./result-code.ts";

export const authorization: string = `Basic ${Buffer.from("demo:demo").toString("base64")}`;
export const app: File = new File(["PK app"], "shop.apk");
export const data = { pid: 509, testset_name: "pass" };

/** Replaces valid parts; undefined leaves a part out. */
export interface Parts {
  readonly app_file?: File | string | undefined;
  readonly data?: unknown;
}

/** An answer; its body is parsed if it is JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Starts a testset with these parts; `data` is sent as JSON unless it is already a text. */
export async function sendParts(url: string, parts: Parts, account: string = authorization): Promise<Reply> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ app_file: app, data, ...parts })) {
    if (value === undefined) continue;
    form.append(name, value instanceof File || typeof value === "string" ? value : JSON.stringify(value));
  }
  return sendForm(url, form, { authorization: account });
}

/** Sends a body to the route that starts testsets. */
export async function sendForm(url: string, body: FormData | string, headers: Record<string, string>): Promise<Reply> {
  const response = await fetch(`${url}/openapi/v2/testset`, { method: "POST", headers, body });
  const json = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  return { status: response.status, body: json ? await response.json() : await response.text() };
}

/** Returns the documented answer for a code, with a value for the reason's placeholder. */
export function refused(code: ResultCode, value?: string): Reply {
  const { status, message, reason } = resultCodes[code];
  const filled = value === undefined ? reason : reason.replace(/\{.*\}/, value);
  return { status, body: { data: {}, result_code: code, result_msg: message, reason: filled } };
}
