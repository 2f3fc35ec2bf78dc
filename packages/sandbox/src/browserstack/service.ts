import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Answer, cut, htmlAnswer, jsonAnswer, textAnswer, xmlAnswer } from "../answer.ts";
import { hasBasicAuth } from "../basic-auth.ts";
import { startBuild as startBuildSchema } from "../generated/browserstack-requests.ts";
import { readText } from "../read-text.ts";
import { firstProblem } from "../request-schema.ts";
import type { Exchange, Route } from "../routing.ts";
import { scenarioOf } from "../scenario.ts";
import type { ServiceContext } from "../service.ts";
import { describeBuild, describeReport, describeSession } from "./answers.ts";
import { Build, type BuildOrder } from "./build.ts";
import { readUploadForm } from "../upload-form.ts";
import { newAddress, UploadLimit } from "./uploads.ts";

/** The only account; `curl --user demo:demo` signs in with it. */
const user = "demo";
const key = "demo";

const maxRequestBytes = 256 * 1024;
/** The sessions that run at once, and those that wait: as many (docs, limits). */
const parallels = 5;
/** The devices of one build at most, and the shards on each. No page says how many the service accepts; each takes memory. */
const maxParts = 100;
const frameworks = ["espresso", "xcuitest", "maestro"] as const;
const root = "/app-automate";

/** Returns the routes of BrowserStack App Automate for Espresso, XCUITest and Maestro. */
export function browserstackRoutes(context: ServiceContext): Route[] {
  const builds = new Builds(context);
  const limit = new UploadLimit(context.now);
  const refuse = refuseStranger;
  return [
    ...frameworks.flatMap((framework): Route[] => {
      const base = `${root}/${framework}/v2`;
      const upload = (kind: "app" | "test-suite") => (exchange: Exchange) =>
        receive(exchange, { framework, kind, limit, context });
      const start = (exchange: Exchange) => startBuild(exchange, framework, builds);
      const starts = framework === "maestro" ? ["/android/build", "/ios/build"] : ["/build"];
      return [
        { method: "POST", path: `${base}/app`, refuse, handle: upload("app") },
        { method: "POST", path: `${base}/test-suite`, refuse, handle: upload("test-suite") },
        { method: "GET", path: `${base}/apps`, refuse, handle: () => jsonAnswer(200, []) },
        ...starts.map((path): Route => ({ method: "POST", path: `${base}${path}`, refuse, handle: start })),
        {
          method: "GET",
          path: `${base}/builds`,
          refuse,
          handle: (exchange) => listBuilds(exchange, framework, builds),
        },
        {
          method: "GET",
          path: `${base}/builds/{build_id}`,
          refuse,
          handle: ({ parts }) => showBuild(builds.find(framework, parts["build_id"])),
        },
        ...sessionRoutes(base, framework, builds),
      ];
    }),
    // The links to videos and logs of its answers.
    {
      method: "GET",
      path: "/s3-upload/{session_id}/video.mp4",
      handle: () => textAnswer(200, "A film of the sandbox"),
    },
  ];
}

function sessionRoutes(base: string, framework: string, builds: Builds): Route[] {
  const path = `${base}/builds/{build_id}/sessions/{session_id}`;
  const found = ({ parts }: Exchange) => {
    const build = builds.find(framework, parts["build_id"]);
    const device = build?.devices.find(({ sessions }) => sessions.some(({ id }) => id === parts["session_id"]));
    const session = device?.sessions.find(({ id }) => id === parts["session_id"]);
    return build && device && session && { build, device, session };
  };
  const details: Route["handle"] = (exchange) => {
    const at = found(exchange);
    return at ? jsonAnswer(200, describeSession(at.build, at.session, exchange.origin)) : notFound("Session");
  };
  const report: Route["handle"] = (exchange) => {
    const at = found(exchange);
    if (!at) return notFound("Session");
    return xmlAnswer(200, describeReport(at.build, at.device, at.session, exchange.origin), "application/xml");
  };
  return [
    { method: "GET", path, refuse: refuseStranger, handle: details },
    // No such route was seen for Maestro.
    ...(framework === "maestro"
      ? []
      : [{ method: "GET", path: `${path}/report`, refuse: refuseStranger, handle: report } as const]),
  ];
}

/** The builds of one sandbox. */
class Builds {
  readonly #builds: Build[] = [];
  readonly #context: ServiceContext;

  constructor(context: ServiceContext) {
    this.#context = context;
  }

  start(framework: string, order: BuildOrder, source: Build | undefined): Build {
    const build = new Build(randomBytes(20).toString("hex"), framework, order, this.#context.now, source);
    this.#builds.unshift(build);
    const rerunOf = source === undefined ? {} : { rerunOf: source.id };
    this.#context.journal.add({
      kind: "start",
      service: "browserstack",
      id: build.id,
      name: order.buildTag ?? "",
      ...rerunOf,
    });
    return build;
  }

  find(framework: string, id: string | undefined): Build | undefined {
    return this.#builds.find((build) => build.id === id && build.framework === framework);
  }

  /** The 20 latest of a project. */
  latest(framework: string, project: string | null): readonly Build[] {
    const all = this.#builds.filter(
      (build) => build.framework === framework && (project === null || build.order.project === project),
    );
    return all.slice(0, 20);
  }

  /** Returns true if so many more sessions can run or wait. */
  hasRoomFor(sessions: number): boolean {
    const active = this.#builds.filter(({ isOver }) => !isOver).flatMap((build) => build.sessions).length;
    return active === 0 || active + sessions <= 2 * parallels;
  }
}

async function startBuild({ request }: Exchange, framework: string, builds: Builds): Promise<Answer | typeof cut> {
  const body = await readText(request, maxRequestBytes);
  if (typeof body === "string") return refusal(422, `The request is ${body}`);
  const sent = parsed(body.text);
  const problem = firstProblem(startBuildSchema, sent);
  if (problem) return refusal(422, `[BROWSERSTACK_INVALID_PARAMETERS] ${problem.text}`);
  const order = sent as BuildOrder;
  const rerun = order.testOrchestrationOptions?.rerunPreviouslyFailed;
  const source = rerun?.enabled === true ? builds.find(framework, rerun.sourceBuildId) : undefined;
  if (rerun?.enabled === true && (framework === "espresso" || !source?.isOver))
    return refusal(422, "[BROWSERSTACK_INVALID_SOURCE_BUILD] The source build is not a completed build");
  const [devices, shards] = [order.devices.length, order.shards?.numberOfShards ?? 1];
  if (Math.max(devices, shards) > maxParts)
    return refusal(422, `[BROWSERSTACK_INVALID_PARAMETERS] At most ${maxParts} devices, with as many shards`);
  if (!builds.hasRoomFor(devices * shards))
    return jsonAnswer(422, {
      message:
        "[BROWSERSTACK_ALL_PARALLELS_IN_USE] All parallel tests are currently in use, including the queued tests. Please wait to finish or upgrade your plan to add more sessions.",
    });
  const { course } = scenarioOf(order.buildTag ?? "");
  // A custom_id, too, is that of no upload.
  if (course === "no-such" || ![order.app, order.testSuite].every(isAddress))
    return refusal(422, "[BROWSERSTACK_INVALID_APP_CAP] The app_url/ custom_id/ shareable_id specified is invalid");
  if (course === "maintenance") return htmlAnswer(503, "<html><body><h1>503 Service Unavailable</h1></body></html>\n");
  const build = builds.start(framework, order, source);
  return build.scenario.answerLost ? cut : jsonAnswer(200, { message: "Success", build_id: build.id });
}

function isAddress(text: string): boolean {
  return /^bs:\/\/[\w.-]{1,200}$/.test(text);
}

function showBuild(build: Build | undefined): Answer {
  if (build === undefined) return notFound("Build");
  const time = ++build.requests;
  // The first answer is always good, so that a client has seen the build before the fault.
  if (build.scenario.course === "maintenance-poll" && (time === 2 || time === 3))
    return htmlAnswer(503, "<html><body><h1>503 Service Unavailable</h1></body></html>\n");
  return jsonAnswer(200, describeBuild(build));
}

function listBuilds({ query }: Exchange, framework: string, builds: Builds): Answer {
  const project = new URLSearchParams(query).get("project");
  if (project === "") return refusal(422, "project is empty");
  const found = builds.latest(framework, project);
  return jsonAnswer(
    200,
    found.map(({ id, startedAt }) => ({ id, start_time: startedAt.toISOString() })),
  );
}

interface FileUpload {
  readonly framework: string;
  readonly kind: "app" | "test-suite";
  readonly limit: UploadLimit;
  readonly context: ServiceContext;
}

async function receive({ request }: Exchange, { framework, kind, limit, context }: FileUpload): Promise<Answer> {
  const { files: [upload, ...more] = [] } = (await readUploadForm(request, { file: "file" })) ?? {};
  if (!upload || upload.bytes === 0 || more.length > 0) return jsonAnswer(422, { error: "The file is missing" });
  if (!limit.take()) return jsonAnswer(429, { message: "Too many requests" });
  context.journal.add(upload);
  const url = newAddress();
  const uploaded = { uploaded_at: "2020-05-05 14:52:54 UTC", custom_id: null, expiry: "2020-06-05 14:52:54 UTC" };
  const id = url.slice("bs://".length);
  if (kind === "app")
    return jsonAnswer(200, { app_name: upload.fileName, app_url: url, app_version: "1.2.0", app_id: id, ...uploaded });
  const names = { test_suite_name: upload.fileName, test_suite_url: url, test_suite_id: id };
  return jsonAnswer(200, { ...names, framework, ...uploaded });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** docs, errors: the form of a refusal. */
function refusal(status: number, message: string): Answer {
  return jsonAnswer(status, { error: { message } });
}

function notFound(what: string): Answer {
  return jsonAnswer(404, { message: `${what} not found` });
}

function refuseStranger(request: IncomingMessage): Answer | undefined {
  if (hasBasicAuth(request, user, key)) return undefined;
  return jsonAnswer(401, { message: "Unauthorized" }, { "www-authenticate": 'Basic realm="BrowserStack"' });
}
