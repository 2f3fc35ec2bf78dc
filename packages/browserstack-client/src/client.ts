import type { Agent } from "node:http";
import {
  type AddressProblem,
  type Ask,
  type Fetch,
  type NamedProblem,
  type OnProgress,
  openapiCalls,
  openapiOptions,
  readBaseAddress,
  type Redact,
  redactor,
  type UncheckedAnswer,
  type ValueInAnswer,
} from "@remotest/http";
import type { Upload } from "@remotest/http/upload";
import createOpenapiClient, { type Client as OpenapiClient } from "openapi-fetch";
import { type Access, readAccess } from "./access.ts";
import { isId, readBuildIds, readList, readStarted, readText, readUploaded } from "./answers.ts";
import { type Build, readBuild, readSession, type Session } from "./builds.ts";
import { BrowserstackInputError } from "./errors.ts";
import { browserstackFailure } from "./failures.ts";
import type { components, paths } from "./generated/openapi.ts";

/** The frameworks of tests that can be started. */
export type Framework = "espresso" | "xcuitest" | "maestro";

/** The body of a start, by its wire names. */
export type BuildRequest = components["schemas"]["BuildRequest"];

/** The account, the address and the limits of a client. */
export interface BrowserstackClientOptions extends Access {
  /** The address of the API. Default `https://api-cloud.browserstack.com`. */
  readonly baseUrl?: string | undefined;
  /** Sends the requests without a file. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
  /** Connects for uploads, for example through a proxy. Default: a new connection. */
  readonly agent?: Agent | undefined;
  /**
   * Milliseconds for a whole exchange without a file. For an upload, milliseconds without a byte moving; five times that
   * once everything is sent. Default 60,000.
   */
  readonly timeoutMs?: number | undefined;
  /** The most bytes that an answer may have. Default 64 MiB. */
  readonly maxResponseBytes?: number | undefined;
}

/** Options of every call. */
export interface RequestOptions {
  /** Aborts the call immediately; it then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A file to upload. */
export interface FileToUpload {
  readonly framework: Framework;
  readonly kind: "app" | "test-suite";
  readonly path: string;
}

/** A build to start. The platform is needed for Maestro only. */
export interface BuildToStart {
  readonly framework: Framework;
  readonly platform: "android" | "ios";
  readonly request: BuildRequest;
}

/** The names of a session. */
export interface SessionPath {
  readonly framework: Framework;
  readonly buildId: string;
  readonly sessionId: string;
}

/** The calls of the service. Every failure is a `BrowserstackError`. No call is repeated. */
export interface BrowserstackClient {
  /** Uploads a file from disk, and returns its address, `bs://…`. Starts nothing. */
  upload(file: FileToUpload, options?: RequestOptions & { readonly onProgress?: OnProgress }): Promise<string>;
  /**
   * Starts a build and returns its id. Sends the request once.
   *
   * @throws {BrowserstackHttpError | BrowserstackTransportError | BrowserstackUnreadableError} After a transport error
   * without `certainlyNotSent`, an unreadable answer or a status of 500 or more, the build may have been started.
   */
  startBuild(build: BuildToStart, options?: RequestOptions): Promise<string>;
  /** Returns the ids of the latest builds of a project, at most 20. */
  listBuilds(framework: Framework, project: string | undefined, options?: RequestOptions): Promise<readonly string[]>;
  getBuild(framework: Framework, buildId: string, options?: RequestOptions): Promise<ValueInAnswer<Build>>;
  getSession(session: SessionPath, options?: RequestOptions): Promise<ValueInAnswer<Session>>;
  /** Returns the JUnit report of a session. */
  getReport(session: SessionPath, options?: RequestOptions): Promise<string>;
  /** Asks for the latest apps, which only an account sees. Starts and changes nothing. */
  checkAccount(options?: RequestOptions): Promise<void>;
}

const root = "/app-automate/{framework}/v2";

/**
 * Makes a client. It sends nothing before the first call.
 *
 * @throws {BrowserstackInputError} the credentials or the address are not valid.
 * @example
 * const client = createBrowserstackClient({ username: "me", accessKey: "secret" });
 * const app = await client.upload({ framework: "espresso", kind: "app", path: "app.apk" });
 */
export function createBrowserstackClient(options: BrowserstackClientOptions): BrowserstackClient {
  const { authorization, secrets } = readAccess(options);
  const baseUrl = readBaseUrl(options.baseUrl ?? "https://api-cloud.browserstack.com");
  const { timeoutMs = 60_000, maxResponseBytes: maxBytes = 64 * 2 ** 20 } = options;
  const redact = redactor(secrets);
  const failureOf = (error: unknown): unknown => browserstackFailure(error, redact);
  const ask = openapiCalls({ fetch: options.fetch, timeoutMs, maxBytes }, failureOf);
  const headers = { authorization, accept: "application/json" };
  const api = createOpenapiClient<paths>(openapiOptions(baseUrl, headers));

  return {
    async upload({ framework, kind, path }, { signal, onProgress = ignore } = {}) {
      const url = new URL(`${baseUrl}/app-automate/${framework}/v2/${kind}`);
      const { agent } = options;
      const answer = await uploaded(
        path,
        { url, authorization, agent, signal, onProgress, timeoutMs, maxBytes },
        failureOf,
      );
      return readUploaded(answer, redact);
    },
    async startBuild({ framework, platform, request: body }, more) {
      const answer = await ask(
        (init) =>
          framework === "maestro"
            ? api.POST("/app-automate/maestro/v2/{platform}/build", { ...init, body, params: { path: { platform } } })
            : api.POST(`${root}/build`, { ...init, body, params: { path: { framework } } }),
        more,
      );
      return readStarted(answer, redact);
    },
    ...readingCalls(api, ask, redact),
    async checkAccount(more) {
      const params = { path: { framework: "espresso" as const } };
      readList(await ask((init) => api.GET(`${root}/apps`, { ...init, params }), more), redact);
    },
  };
}

/** The calls that read builds and sessions. */
function readingCalls(
  api: OpenapiClient<paths>,
  ask: Ask,
  redact: Redact,
): Pick<BrowserstackClient, "listBuilds" | "getBuild" | "getSession" | "getReport"> {
  return {
    async listBuilds(framework, project, more) {
      const params = { path: { framework }, query: project === undefined ? {} : { project } };
      return readBuildIds(await ask((init) => api.GET(`${root}/builds`, { ...init, params }), more), redact);
    },
    async getBuild(framework, buildId, more) {
      const params = { path: { framework, build_id: checkedId(buildId) } };
      const answer = await ask((init) => api.GET(`${root}/builds/{build_id}`, { ...init, params }), more);
      return readBuild(answer, buildId, redact);
    },
    async getSession(session, more) {
      const params = { path: pathOf(session) };
      const answer = await ask(
        (init) => api.GET(`${root}/builds/{build_id}/sessions/{session_id}`, { ...init, params }),
        more,
      );
      return readSession(answer, session.sessionId, redact);
    },
    async getReport(session, more) {
      const own = { params: { path: pathOf(session) }, headers: { accept: "application/xml" } };
      const answer = await ask(
        (init) => api.GET(`${root}/builds/{build_id}/sessions/{session_id}/report`, { ...init, ...own }),
        more,
      );
      return readText(answer, redact);
    },
  };
}

/** An upload without its file. */
type UploadRequest = Omit<Upload, "file" | "form" | "idleMs" | "answerMs" | "totalMs"> & { readonly timeoutMs: number };

/** Sends a file from disk, and returns the unchecked answer. */
async function uploaded(
  path: string,
  { timeoutMs, ...request }: UploadRequest,
  failureOf: (error: unknown) => unknown,
): Promise<UncheckedAnswer> {
  const { frame, openSentFile, upload } = await import("@remotest/http/upload");
  const file = await openSentFile(path);
  if (typeof file === "string") throw new BrowserstackInputError([`path: ${file}`]);
  try {
    const form = frame({ field: "file", name: file.name }, {});
    const bounds = { idleMs: timeoutMs, answerMs: 5 * timeoutMs, totalMs: undefined };
    const answer = upload({ ...request, ...bounds, file, form });
    return await answer.catch((error: unknown) => Promise.reject(failureOf(error)));
  } finally {
    await file.close();
  }
}

function pathOf({ framework, buildId, sessionId }: SessionPath): {
  readonly framework: Framework;
  readonly build_id: string;
  readonly session_id: string;
} {
  return { framework, build_id: checkedId(buildId), session_id: checkedId(sessionId) };
}

function checkedId(id: string): string {
  if (!isId(id)) throw new BrowserstackInputError(["the id must be that of a build or a session"]);
  return id;
}

const addressProblems: Record<AddressProblem, NamedProblem> = {
  "not-http": (nameOf) => `${nameOf("baseUrl")} must be an address that starts with https:// or http://`,
  credentials: (nameOf) =>
    `${nameOf("baseUrl")} must not contain credentials: give them as ${nameOf("username")} and ${nameOf("accessKey")}`,
  query: (nameOf) => `${nameOf("baseUrl")} must not have a query or a fragment`,
};

function readBaseUrl(baseUrl: string): string {
  const read = readBaseAddress(baseUrl);
  if ("problem" in read) throw new BrowserstackInputError([addressProblems[read.problem]]);
  return read.address;
}

function ignore(): void {}
