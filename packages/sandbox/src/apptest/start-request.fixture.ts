// What the tests of the start request share: a valid request, and what a refusal looks like.
import { resultCodes } from "../generated/apptest.ts";
import type { ResultCode } from "./result-code.ts";

export const authorization: string = `Basic ${Buffer.from("demo:demo").toString("base64")}`;
export const app: File = new File(["PK app"], "shop.apk");
export const data = { pid: 509, testset_name: "pass" };

/** What stands in place of the valid parts; undefined leaves one out. */
export interface Parts {
  readonly app_file?: File | string | undefined;
  readonly data?: unknown;
}

/** An answer, its body parsed where it is JSON. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Starts a testset with these parts; `data` is sent as JSON unless it is a text already. */
export async function sendParts(url: string, parts: Parts, account: string = authorization): Promise<Reply> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ app_file: app, data, ...parts })) {
    if (value === undefined) continue;
    form.append(name, value instanceof File || typeof value === "string" ? value : JSON.stringify(value));
  }
  return sendForm(url, form, { authorization: account });
}

/** Sends a body to where testsets are started. */
export async function sendForm(url: string, body: FormData | string, headers: Record<string, string>): Promise<Reply> {
  const response = await fetch(`${url}/openapi/v2/testset`, { method: "POST", headers, body });
  const json = response.headers.get("content-type")?.startsWith("application/json") ?? false;
  return { status: response.status, body: json ? await response.json() : await response.text() };
}

/** The documented answer for a code, with this in the reason's placeholder. */
export function refused(code: ResultCode, value?: string): Reply {
  const { status, message, reason } = resultCodes[code];
  const filled = value === undefined ? reason : reason.replace(/\{.*\}/, value);
  return { status, body: { data: {}, result_code: code, result_msg: message, reason: filled } };
}
