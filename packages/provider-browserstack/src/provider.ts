import {
  type BrowserstackClient,
  type BuildRequest,
  createBrowserstackClient,
  type Framework,
  isId,
} from "@remotest/browserstack-client";
import {
  type CallContext,
  defineProvider,
  type Provider,
  ProviderError,
  referenceFormat,
  type RunHandle,
  type RunResults,
} from "@remotest/core";
import { type RequestedParts, requestedParts } from "./requested-parts.ts";
import { allowedText, buildRequest, platformOf, shardsOf, type Uploads } from "./build-request.ts";
import { check } from "./check.ts";
import { failureOf } from "./failure.ts";
import { type BrowserstackConnect, type BrowserstackStart, connectInputs, startInputs } from "./inputs.ts";
import { type BuildExpectation, mapResults, pageOf } from "./map-results.ts";
import { rerunRequest } from "./rerun-request.ts";
import { SharedUploads } from "./shared-uploads.ts";
import { Sightings } from "./sightings.ts";
import { stateOf } from "./state.ts";
import { isFinal, shown } from "./status-words.ts";

const frameworks: ReadonlySet<string> = new Set(["espresso", "xcuitest", "maestro"]);
const references = referenceFormat("browserstack", ["framework", "build"], isId);

/** By account, what this process has uploaded: the runs of a plan share it. */
const uploads = new Map<string, SharedUploads>();

function uploadsOf(account: string): SharedUploads {
  const shared = uploads.get(account) ?? new SharedUploads();
  uploads.set(account, shared);
  return shared;
}

/** BrowserStack App Automate: Espresso, XCUITest and Maestro. */
export const browserstack: Provider = defineProvider<BrowserstackConnect, BrowserstackStart>({
  name: "browserstack",
  title: "BrowserStack",
  connectInputs,
  startInputs,
  // The call of `callbackURL` has no signature.
  signedCalls: "unsupported",
  check,
  parseReference(rest) {
    const run = references.parse(rest);
    return run && frameworks.has(references.idsOf(run).framework) ? withPage(run) : undefined;
  },

  connect({ baseUrl, username, accessKey }, { fetch, agentFor, maxResponseBytes }) {
    const agent = agentFor(new URL(baseUrl));
    const client = createBrowserstackClient({ baseUrl, username, accessKey, fetch, agent, maxResponseBytes });
    const shared = uploadsOf(`${username} ${baseUrl}`);
    /** By reference, what the starts of this process asked for. */
    const asked = new Map<string, Partial<RequestedParts>>();
    /** By reference, what the status checks of this process have shown. */
    const seen = new Map<string, Sightings>();
    const sightingsOf = ({ ref }: RunHandle): Sightings => {
      const found = seen.get(ref) ?? new Sightings();
      seen.set(ref, found);
      return found;
    };
    let isPreloading = false;
    const preload = (): void => {
      if (isPreloading) return;
      isPreloading = true;
      // If it fails, it is tried again when the results are read.
      loadSessions().catch(() => undefined);
    };
    const sent = async (framework: Framework, request: BuildRequest, context: CallContext): Promise<RunHandle> => {
      const run = await started(client, framework, request, context);
      asked.set(run.ref, requestedParts(request));
      return run;
    };
    return {
      async start(options, name, context) {
        const { prepare = async (work) => work() } = context;
        context.signal.throwIfAborted();
        const sources = await prepare(() => uploaded(client, shared, options, context));
        const request = buildRequest(options, name, sources);
        return { ...(await sent(frameworkOf(options.framework), request, context)), name };
      },
      async poll(run, { signal }) {
        const { framework, build } = idsOf(run);
        const { value } = await client.getBuild(framework, build, { signal }).catch(as("poll"));
        sightingsOf(run).note(value);
        preload();
        return stateOf(value);
      },
      results(run, _finished, context) {
        const rerunOf = run.rerunOf === undefined ? undefined : idsOf({ ref: run.rerunOf }).build;
        return resultsOf(client, run, { asked: asked.get(run.ref), seen: sightingsOf(run), rerunOf }, context);
      },
      async rerun(run, context) {
        return sent(idsOf(run).framework, await rerunOf(client, run, context), context);
      },
      // No route that stops a build is documented, and deleting its record is not known to do so.
      cancel: "unsupported",
      async find({ options, token }, { signal }) {
        const found = await buildsWith(token, client, options, signal);
        const parts = requestedParts({ devices: options.device, shards: shardsOf(options) });
        for (const { ref } of found) asked.set(ref, parts);
        return found;
      },
      async checkAccount({ signal }) {
        await client.checkAccount({ signal }).catch(as("poll"));
        return { account: "accepted" };
      },
    };
  },
});

/** Uploads what is given as a file. Starts nothing. */
async function uploaded(
  client: BrowserstackClient,
  shared: SharedUploads,
  { framework, appFile, app, testSuiteFile, testSuite }: BrowserstackStart,
  context: CallContext,
): Promise<Uploads> {
  const of = async (kind: "app" | "test-suite", path = "", address?: string): Promise<string> =>
    address ?? shared.addressOf(client, { framework: frameworkOf(framework), kind, path }, context);
  return { app: await of("app", appFile, app), testSuite: await of("test-suite", testSuiteFile, testSuite) };
}

async function started(
  client: BrowserstackClient,
  framework: Framework,
  request: BuildRequest,
  { signal }: CallContext,
): Promise<RunHandle> {
  signal.throwIfAborted();
  const platform = platformOf(request.devices);
  const id = await client.startBuild({ framework, platform, request }, { signal }).catch(as("start"));
  return handleOf(framework, id);
}

/** Returns the body of the request that reruns what did not pass. Starts nothing. */
async function rerunOf(client: BrowserstackClient, run: RunHandle, context: CallContext): Promise<BuildRequest> {
  const { framework, build } = idsOf(run);
  if (framework === "espresso") throw notRerunnable(run);
  const { prepare = async (work) => work(), signal } = context;
  const { value } = await prepare(() => client.getBuild(framework, build, { signal }).catch(as("poll")));
  return rerunRequest(value);
}

/** Finds the latest builds whose tag begins with the token of a start. */
async function buildsWith(
  token: string,
  client: BrowserstackClient,
  options: BrowserstackStart,
  signal: AbortSignal,
): Promise<RunHandle[]> {
  const framework = frameworkOf(options.framework);
  const project = options.project === undefined ? undefined : allowedText(options.project);
  const ids = await client.listBuilds(framework, project, { signal }).catch(as("poll"));
  const found: RunHandle[] = [];
  for (const id of ids) {
    const { value } = await client.getBuild(framework, id, { signal }).catch(as("poll"));
    const tag = value.asked["buildTag"];
    if (typeof tag === "string" && tag.startsWith(`[${token}]`)) found.push(handleOf(framework, id));
  }
  return found;
}

function handleOf(framework: Framework, build: string): RunHandle {
  return withPage({ ref: references.write({ framework, build }) });
}

function withPage(run: RunHandle): RunHandle {
  return { ...run, url: pageOf(references.idsOf(run).build) };
}

function idsOf(run: RunHandle): { readonly framework: Framework; readonly build: string } {
  const { framework, build } = references.idsOf(run);
  return { framework: frameworkOf(framework), build };
}

function frameworkOf(text: string): Framework {
  if (text === "espresso" || text === "xcuitest" || text === "maestro") return text;
  throw new TypeError(`${text} is not a framework`);
}

/** Turns the failure of a call into its meaning for the flow. */
function as(call: "start" | "poll" | "results"): (error: unknown) => Promise<never> {
  return (error) => Promise.reject(failureOf(error, call));
}

/**
 * Loads what fetches the sessions, with its XML parser, which a start does not need. It is called at the first answer: an
 * hour later, an update may have replaced the files of the command.
 */
function loadSessions() {
  return import("./sessions.ts");
}

async function resultsOf(
  client: BrowserstackClient,
  run: RunHandle,
  known: BuildExpectation,
  { signal }: CallContext,
): Promise<RunResults> {
  const { framework, build } = idsOf(run);
  const { value, text } = await client.getBuild(framework, build, { signal }).catch(as("results"));
  const ofBuild = { name: "build.json", title: "The build", content: text };
  const unfinished = value.devices.flatMap(({ sessions }) => sessions).find(({ status }) => !isFinal(status));
  if (stateOf(value).status !== "finished" || unfinished)
    throw new ProviderError({
      code: "browserstack-not-finished",
      message: `BrowserStack gives the build the status ${shown(value.status)}${unfinished ? `, and one of its sessions ${shown(unfinished.status)}` : ""}`,
      next: "The results are not available yet: attach again later.",
      retry: "later",
    });
  const { fetchSessions } = await loadSessions();
  const { sessions, files } = await fetchSessions(client, framework, value, signal).catch(as("results"));
  try {
    return { testRun: mapResults(value, sessions, known), files: [ofBuild, ...files] };
  } catch (error) {
    throw error instanceof ProviderError ? error.with({ evidence: [ofBuild, ...files] }) : error;
  }
}

function notRerunnable({ ref }: RunHandle): ProviderError {
  return new ProviderError({
    code: "browserstack-rerun-unsupported",
    message: `BrowserStack reruns what did not pass for XCUITest and Maestro, and ${ref} is a build of Espresso`,
    next: ({ option }) => `Start a new run; ${option("class")} picks the classes that failed.`,
    retry: "never",
  });
}
