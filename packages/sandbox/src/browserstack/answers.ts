import { createHash } from "node:crypto";
import { warmUpMs } from "../schedule.ts";
import { escapeXml } from "../xml-text.ts";
import type { Build, Device, PlannedCase, Session, Status } from "./build.ts";

const statuses: readonly Status[] = ["passed", "failed", "skipped", "timedout", "error", "running", "queued"];

/** docs, the status of a build. */
export function describeBuild(build: Build): object {
  const { app, testSuite, ...asked } = build.order;
  const details = (url: string, name: string) => ({ url, bundle_id: "com.shop", version: "1.2.0", name });
  return {
    id: build.id,
    framework: build.framework,
    duration: build.isOver ? seconds(Math.max(...build.sessions.map(msOf))) : null,
    status: build.status,
    input_capabilities: { app, testSuite, ...asked },
    start_time: utc(build.startedAt),
    app_details: details(app, "app-debug.apk"),
    test_suite_details: details(testSuite, "app-debug-test.apk"),
    devices: build.devices.map((device) => describeDevice(build, device)),
  };
}

function describeDevice(build: Build, { name, version, sessions }: Device): object {
  return {
    device: name,
    os: /^i(?:phone|pad)/i.test(name) ? "ios" : "android",
    os_version: version,
    sharding: build.order.shards !== undefined,
    sessions: sessions.map((session) => {
      const status = build.statusOf(session);
      const begun = status !== "queued";
      return {
        id: session.id,
        status,
        start_time: begun ? utc(build.startedAt) : null,
        duration: begun && status !== "running" ? seconds(msOf(session)) : null,
        ...(begun && { testcases: countsOf(build, session) }),
      };
    }),
  };
}

/** docs, the details of a session. */
export function describeSession(build: Build, session: Session, origin: string): object {
  const classes = [...new Set(casesIn(session).map(({ className }) => className))];
  const status = build.statusOf(session);
  return {
    id: session.id,
    status,
    start_time: utc(build.startedAt),
    duration: seconds(msOf(session)),
    ...(status === "error" && {
      error: "Could not start a session : Something went wrong during test execution",
    }),
    testcases: {
      ...countsOf(build, session),
      data: classes.map((className) => ({
        class: className.split(".").at(-1),
        testcases: casesIn(session)
          .filter((each) => each.className === className)
          .map((each) => describeCase(build, session, each, origin)),
      })),
    },
  };
}

function describeCase(build: Build, session: Session, each: PlannedCase, origin: string): object {
  const id = idOf(session, each);
  const logs = `${origin}/app-automate/${build.framework}/builds/${build.id}/sessions/tests/${id}`;
  return {
    name: each.name,
    start_time: utc(build.startedAt),
    status: build.statusOfCase(each),
    duration: ((each.to - each.from) / 1000).toFixed(3),
    id,
    video: `${origin}/s3-upload/${session.id}/video.mp4?auth_token=${tokenOf(session)}#t=0,5`,
    ...(build.framework === "maestro"
      ? { maestro_log: `${logs}/maestrologs` }
      : { instrumentation_log: `${logs}/instrumentationlogs` }),
  };
}

/** The token that opens the video to whoever has it. */
function tokenOf({ id }: Session): string {
  return createHash("sha256").update(`token of ${id}`).digest("hex").slice(0, 24);
}

/** draft, the JUnit report of a session. */
export function describeReport(build: Build, { name, version }: Device, session: Session, origin: string): string {
  const classes = [...new Set(casesIn(session).map(({ className }) => className))];
  const suites = classes.map((className) => {
    const cases = casesIn(session).filter((each) => each.className === className);
    const failed = cases.filter((each) => build.statusOfCase(each) === "failed");
    const properties = [
      `session_id="${session.id}"`,
      `devicename="${escapeXml(name)}"`,
      'os="android"',
      `version="${escapeXml(version)}"`,
    ];
    return [
      `<testsuite name="${className}" tests="${cases.length}" failures="${failed.length}" skipped="0" timedout="0" errors="0" time="${seconds(msOf(session))}" timestamp="${utc(build.startedAt)}">`,
      `<properties>${properties.map((each) => `<property ${each}/>`).join("")}</properties>`,
      ...cases.map((each) => reportCase(build, session, each, origin)),
      "</testsuite>",
    ].join("\n");
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("\n")}\n</testsuites>\n`;
}

function reportCase(build: Build, session: Session, each: PlannedCase, origin: string): string {
  const result = build.statusOfCase(each);
  const video = `${origin}/s3-upload/${session.id}/video.mp4?auth_token=${tokenOf(session)}`;
  const open = `<testcase name="${escapeXml(each.name)}" classname="${each.className}" result="${result}" test_id="${idOf(session, each)}" time="1.5" video_url="${video}"`;
  if (result !== "failed") return `${open}/>`;
  return `${open}><failure>java.lang.AssertionError: expected &lt;12.50&gt; but was &lt;못 찾음&gt;\n\tat ${each.className}.${escapeXml(each.name)}</failure></testcase>`;
}

function countsOf(build: Build, session: Session): object {
  const found = casesIn(session).map((each) => build.statusOfCase(each));
  const count = (status: Status): number => found.filter((each) => each === status).length;
  return { count: found.length, status: Object.fromEntries(statuses.map((status) => [status, count(status)])) };
}

/** O, mobile-bench-rs: a session that breaks often has no case at all. */
function casesIn({ breaks, cases }: Session): readonly PlannedCase[] {
  return breaks ? [] : cases;
}

function idOf(session: Session, { className, name }: PlannedCase): string {
  return `${session.id}${createHash("sha1").update(`${className} ${name}`).digest("hex").slice(0, 8)}`;
}

function msOf({ cases }: Session): number {
  return Math.max(...cases.map(({ to }) => to)) - warmUpMs;
}

function seconds(ms: number): number {
  return Math.round(ms / 1000);
}

/** `2020-06-04 07:43:49 UTC` */
function utc(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}
