import type { JsonObject, Redact, UncheckedAnswer, ValueInAnswer } from "@remotest/http";
import { isId, Reading, troubleIn } from "./answers.ts";

/** Where something stands, as the service writes it: one of seven documented words, or any other. */
export type StatusWord = string;

/** How many test cases a session has, as its build counts them; undefined for what is not counted. */
export interface CaseCounts {
  readonly count: number | undefined;
  /** By status. */
  readonly byStatus: Readonly<Record<StatusWord, number>>;
}

/** One session in the status of a build: one device, or one shard of the tests on it. */
export interface SessionState {
  readonly id: string;
  readonly status: StatusWord;
  /** Undefined before the session begins. */
  readonly cases: CaseCounts | undefined;
}

/** A device in the status of a build. */
export interface DeviceState {
  /** With the version of its system: `Samsung Galaxy S20-10.0`. */
  readonly name: string;
  /** True if the tests on it are divided into shards. */
  readonly isSharded: boolean;
  readonly sessions: readonly SessionState[];
}

/** The status of a build. */
export interface Build {
  readonly id: string;
  readonly status: StatusWord;
  /** Undefined while it runs. */
  readonly durationMs: number | undefined;
  /** The body of its start. */
  readonly asked: JsonObject;
  readonly devices: readonly DeviceState[];
  /** The name of an undocumented part that reports a failure. */
  readonly trouble: string | undefined;
}

/** A test case of a session. */
export interface Case {
  /** The simple name of its class. */
  readonly className: string;
  readonly name: string;
  readonly id: string | undefined;
  readonly status: StatusWord;
  readonly durationMs: number | undefined;
  readonly error: string | undefined;
  /** By the name of the field: `video`, `instrumentation_log`. They may contain tokens. */
  readonly links: Readonly<Record<string, string>>;
  readonly trouble: string | undefined;
}

/** A session with its test cases. */
export interface Session {
  readonly id: string;
  readonly status: StatusWord;
  readonly error: string | undefined;
  readonly counts: CaseCounts | undefined;
  readonly cases: readonly Case[];
  readonly trouble: string | undefined;
}

const ofBuild = new Set(
  "id framework status duration start_time input_capabilities devices app_details test_suite_details".split(" "),
);
const ofDevice = new Set(["device", "os", "os_version", "sharding", "sessions"]);
const ofSessionState = new Set(["id", "status", "start_time", "duration", "shard", "testcases"]);
const ofTestcases = new Set(["count", "status", "data"]);
const ofGroup = new Set(["class", "testcases"]);
const ofSession = new Set(["id", "status", "start_time", "duration", "error", "shard", "testcases"]);
const linksOfCase = ["video", "instrumentation_log", "device_log", "network_log", "maestro_log", "maestrologs"];
const ofCase = new Set(["name", "start_time", "status", "duration", "id", "error", "screenshots", ...linksOfCase]);

/** Reads the status of a build. @throws {BrowserstackHttpError | BrowserstackUnreadableError} */
export function readBuild(answer: UncheckedAnswer, buildId: string, redact: Redact): ValueInAnswer<Build> {
  const reading = new Reading(answer, redact);
  const body = reading.object;
  const id = reading.textOf(body, "id") ?? reading.textOf(body, "build_id");
  if (id === undefined) throw reading.unreadable("does not say which build it is about");
  if (id !== buildId) throw reading.unreadable("is about another build");
  const value = {
    id: buildId,
    status: wordOf(reading, body),
    durationMs: msOf(body["duration"]),
    asked: reading.part(body, "input_capabilities") ?? {},
    devices: reading.objects(body, "devices").map((device) => readDevice(reading, device)),
    trouble: troubleIn(body, ofBuild) ?? troubleInDevices(reading, body),
  };
  return { value, text: reading.text };
}

/** Returns the name of an undocumented part of a device, or of one of its sessions, that reports a failure. */
function troubleInDevices(reading: Reading, body: JsonObject): string | undefined {
  return firstOf(
    reading.objects(body, "devices"),
    (device) =>
      troubleIn(device, ofDevice) ??
      firstOf(
        reading.objects(device, "sessions"),
        (session) =>
          troubleIn(session, ofSessionState) ?? troubleIn(reading.part(session, "testcases") ?? {}, ofTestcases),
      ),
  );
}

function firstOf<T>(list: readonly T[], find: (each: T) => string | undefined): string | undefined {
  for (const each of list) {
    const found = find(each);
    if (found !== undefined) return found;
  }
  return undefined;
}

function readDevice(reading: Reading, device: JsonObject): DeviceState {
  const version = reading.saidIn(device, "os_version");
  const name = reading.saidIn(device, "device") ?? "(a device without a name)";
  return {
    name: version === undefined ? name : `${name}-${version}`,
    isSharded: device["sharding"] === true || device["sharding"] === "true",
    sessions: reading.objects(device, "sessions").map((session) => {
      const id = reading.needed(session, "id");
      if (!isId(id)) throw reading.unreadable("has a session whose id cannot be read");
      return { id, status: wordOf(reading, session), cases: readCounts(reading, session) };
    }),
  };
}

/** Reads a session. @throws {BrowserstackHttpError | BrowserstackUnreadableError} */
export function readSession(answer: UncheckedAnswer, sessionId: string, redact: Redact): ValueInAnswer<Session> {
  const reading = new Reading(answer, redact);
  const body = reading.object;
  if (reading.needed(body, "id") !== sessionId) throw reading.unreadable("is about another session");
  const testcases = reading.part(body, "testcases") ?? {};
  const value = {
    id: sessionId,
    status: wordOf(reading, body),
    error: reading.saidIn(body, "error"),
    counts: readCounts(reading, body),
    cases: reading.objects(testcases, "data").flatMap((group) => readCases(reading, group)),
    trouble:
      troubleIn(body, ofSession) ??
      troubleIn(testcases, ofTestcases) ??
      firstOf(reading.objects(testcases, "data"), (group) => troubleIn(group, ofGroup)),
  };
  return { value, text: reading.text };
}

function readCases(reading: Reading, group: JsonObject): readonly Case[] {
  const className = reading.saidIn(group, "class") ?? "(without a class)";
  return reading.objects(group, "testcases").map((each) => ({
    className,
    name: reading.saidIn(each, "name") ?? reading.needed(each, "name"),
    id: reading.textOf(each, "id"),
    status: wordOf(reading, each),
    durationMs: msOf(each["duration"]),
    error: reading.saidIn(each, "error"),
    links: Object.fromEntries(
      linksOfCase.flatMap((name) => (typeof each[name] === "string" ? [[name, each[name]]] : [])),
    ),
    trouble: troubleIn(each, ofCase),
  }));
}

function readCounts(reading: Reading, session: JsonObject): CaseCounts | undefined {
  const testcases = reading.part(session, "testcases");
  if (!testcases) return undefined;
  const counted = Object.entries(reading.part(testcases, "status") ?? {}).map(([word, value]) => {
    const count = countOf(value);
    if (count === undefined) throw reading.unreadable("counts test cases by something that is not a number");
    return [word.trim().toLowerCase(), count] as const;
  });
  const count = testcases["count"] ?? undefined;
  if (count !== undefined && countOf(count) === undefined) throw reading.unreadable("has a count that is not a number");
  return { count: countOf(count), byStatus: Object.fromEntries(counted) };
}

function wordOf(reading: Reading, from: JsonObject): StatusWord {
  return reading.needed(from, "status").trim().toLowerCase();
}

function countOf(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}

/** Reads seconds, a number or a text, as milliseconds; undefined for anything else. */
function msOf(value: unknown): number | undefined {
  const seconds = typeof value === "string" && /^\s*\d{1,9}(?:\.\d{1,9})?\s*$/.test(value) ? Number(value) : value;
  return typeof seconds === "number" && seconds >= 0 && seconds < 1e9 ? Math.round(seconds * 1000) : undefined;
}
