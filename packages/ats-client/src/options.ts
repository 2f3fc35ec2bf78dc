import { type AddressProblem, type Fetch, type NamedProblem, readBaseAddress } from "@remotest/http";
import { type EncodedElements, encode } from "./encode.ts";
import { AtsInputError } from "./errors.ts";
import { operations } from "./generated/tables.ts";

/** The options of a client. */
export interface AtsClientOptions {
  /**
   * The AppAPIToken, from the App Settings page of ATS. It is required; `undefined` is allowed so that
   * `process.env["ATS_API_TOKEN"]` compiles, and is refused with an `AtsInputError`.
   */
  readonly apiToken: string | undefined;
  /** The web service user. @default "ATSAPIUser", the user of the cloud */
  readonly username?: string | undefined;
  /** The web service user's password. @default "ATSAPIUser", the password of the cloud */
  readonly password?: string | undefined;
  /** The address before `/ws`. @default "https://ats100.mendixcloud.com" */
  readonly baseUrl?: string | undefined;
  /** Sends the requests. @default globalThis.fetch */
  readonly fetch?: Fetch | undefined;
  /** Receives each answer's complete body before it is read. */
  readonly onAnswer?: ((body: Uint8Array) => void) | undefined;
  /**
   * Receives, after each readable answer, the oddities that do not change its value: replaced characters and undocumented
   * fields. One sentence each; usually none.
   */
  readonly onRemarks?: ((remarks: readonly string[]) => void) | undefined;
  /** Milliseconds for one whole exchange. @default 60_000 */
  readonly timeoutMs?: number | undefined;
  /** The most bytes of one answer, decompressed. @default 67_108_864, which is 64 MiB */
  readonly maxResponseBytes?: number | undefined;
}

/** The options, checked and complete. */
export interface Settings {
  readonly apiToken: string;
  readonly header: EncodedElements;
  readonly secrets: readonly string[];
  readonly baseUrl: string;
  readonly fetch: Fetch;
  readonly onAnswer: (body: Uint8Array) => void;
  readonly onRemarks: (remarks: readonly string[]) => void;
  readonly timeoutMs: number;
  readonly maxResponseBytes: number;
}

/** Looked up at each call, so that a later replacement of the global `fetch` is used. */
const globalFetch: Fetch = (input, init) => globalThis.fetch(input, init);
/** The user and the password of the cloud. They are published on the service's own page, so they are not secret. */
const cloudUser = "ATSAPIUser";
/** The longest time that a JavaScript timer can wait. */
const longestMs = 2 ** 31 - 1;

/** @throws {AtsInputError} names every option that is not valid. */
export function readOptions(options: AtsClientOptions | undefined): Settings {
  const given: Partial<AtsClientOptions> = options ?? {};
  const { apiToken, username = cloudUser, password = cloudUser, baseUrl = "https://ats100.mendixcloud.com" } = given;
  const {
    fetch = globalFetch,
    onAnswer = () => undefined,
    onRemarks = () => undefined,
    timeoutMs = 60_000,
    maxResponseBytes = 64 * 2 ** 20,
  } = given;
  const problems: NamedProblem[] = [];
  const { header } = operations.runJob;
  const credentials = encode(header, { username, password }, problems);
  const inRequest: NamedProblem[] = [];
  encode(operations.runJob.input, { AppAPIToken: apiToken, AppID: "-", JobTemplateID: "-" }, inRequest);
  // The option has another name on the wire.
  const option = (name: string): string => (name === "AppAPIToken" ? "apiToken" : name);
  for (const problem of inRequest) problems.push((nameOf) => problem((name) => nameOf(option(name))));
  for (const [name, value] of Object.entries({ fetch, onAnswer, onRemarks }))
    if (typeof value !== "function") problems.push((nameOf) => `${nameOf(name)} must be a function`);
  for (const [name, value] of Object.entries({ timeoutMs, maxResponseBytes })) {
    if (!Number.isInteger(value) || value < 1)
      problems.push((nameOf) => `${nameOf(name)} must be a whole number above zero`);
  }
  if (timeoutMs > longestMs) problems.push((nameOf) => `${nameOf("timeoutMs")} must not be above ${longestMs}`);
  const address = readBaseUrl(baseUrl, problems);
  if (problems.length > 0) throw new AtsInputError(problems);
  return {
    apiToken: String(apiToken),
    header: { [`tns:${header.element}`]: credentials },
    secrets: [String(apiToken), password].filter((secret) => secret !== cloudUser),
    baseUrl: address,
    fetch,
    onAnswer,
    onRemarks,
    timeoutMs,
    maxResponseBytes,
  };
}

const addressProblems: Record<AddressProblem, NamedProblem> = {
  "not-http": (nameOf) => `${nameOf("baseUrl")} must be an http or https URL`,
  credentials: (nameOf) => `${nameOf("baseUrl")} must not contain a user or a password`,
  query: (nameOf) => `${nameOf("baseUrl")} must not have a query or a fragment`,
};

function readBaseUrl(baseUrl: string, problems: NamedProblem[]): string {
  const read = readBaseAddress(baseUrl);
  if ("address" in read) return read.address;
  problems.push(addressProblems[read.problem]);
  return "";
}
