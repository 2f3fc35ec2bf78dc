import { type Build, type Case, type CaseCounts, hasToken, type StatusWord } from "@remotest/browserstack-client";
import { type Attempt, type Link, ProviderError, type TestCase, type TestRun } from "@remotest/core";
import { conclusionOf } from "./conclusion.ts";
import { type RequestedParts, requestedPartsOf } from "./requested-parts.ts";
import type { FetchedSession } from "./sessions.ts";
import type { Sightings } from "./sightings.ts";
import { isNotRun, meaningOf, shown } from "./status-words.ts";

/** The address of a build's page in the dashboard, which needs a login. Only seen, in several public clients. */
export function pageOf(buildId: string): string {
  return `https://app-automate.browserstack.com/dashboard/v2/builds/${buildId}`;
}

/** The knowledge that this process itself has of a build: the service's description of it is not proof. */
export interface BuildExpectation {
  /** Undefined for a build that it only attached to. */
  readonly asked: Partial<RequestedParts> | undefined;
  /** Shown by its status checks. */
  readonly seen: Pick<Sightings, "parts" | "takenBackBy">;
  /** The id of the build of which it reruns what did not pass. */
  readonly rerunOf: string | undefined;
}

/**
 * Maps a finished build to neutral results. Only what is certain is a pass: every session and every case has the word
 * `passed`, as many cases came as were counted, and every device and shard that was asked for is there.
 *
 * @throws {ProviderError} if the two answers about a session contradict each other.
 */
export function mapResults(build: Build, sessions: readonly FetchedSession[], known: BuildExpectation): TestRun {
  const { rerunOf } = known;
  const isRerun = rerunOf !== undefined;
  const asked = requestedPartsOf(build, known.asked);
  const suites = new Map<string, TestCase[]>();
  const add = (suite: string, testCase: TestCase): void => {
    const cases = suites.get(suite);
    if (cases) cases.push(testCase);
    else suites.set(suite, [testCase]);
  };
  let notRun = 0;
  assertDistinct(build);
  const takenBack = known.seen.takenBackBy(build);
  if (takenBack !== undefined) throw contradiction(takenBack, [], true);
  for (const [index, device] of build.devices.entries()) {
    const label = labelOf(build, index);
    const own = sessions.filter(({ state }) => device.sessions.includes(state));
    if (own.length === 0 && !isRerun) add(label, broken("BrowserStack started no session on this device."));
    for (const session of own) {
      assertCounts(session);
      const cases = session.details.value.cases.filter(({ status }) => !(isRerun && isLeftOut(status)));
      notRun += session.details.value.cases.length - cases.length;
      const page = { label: "Session at BrowserStack", href: `${pageOf(build.id)}/sessions/${session.state.id}` };
      for (const each of cases) add(`${label} / ${each.className}`, mapCase(each, session, page));
      const doubt = doubtOn(session, cases, isRerun);
      if (doubt !== undefined) add(label, broken(doubt, [page]));
    }
  }
  for (const doubt of doubtsOn(asked)) add("(the build)", broken(doubt));
  return {
    suites: [...suites].map(([name, cases]) => ({ name, cases })),
    conclusion: conclusionOf(build, isRerun ? { ...asked, sessions: 1 } : asked, known.seen.parts),
    warnings: isRerun ? [`BrowserStack reran only what did not pass in ${rerunOf}; ${notRun} tests were not run.`] : [],
    ...(build.durationMs === undefined ? {} : { durationMs: build.durationMs }),
  };
}

/**
 * True for a case that a rerun did not run: its result is that of the build before. What such a case is called is not
 * documented, and a failure must not become a skipped test.
 */
function isLeftOut(status: StatusWord): boolean {
  return isNotRun(status) || meaningOf(status) === "skipped";
}

/** Two entries of a build may be the same device. */
function labelOf({ devices }: Build, index: number): string {
  const { name = "" } = devices[index] ?? {};
  const before = devices.slice(0, index).filter((each) => each.name === name).length;
  return before === 0 ? name : `${name} #${before + 1}`;
}

const linkLabels: Readonly<Record<string, string>> = {
  video: "Video",
  instrumentation_log: "Instrumentation log",
  device_log: "Device log",
  network_log: "Network log",
  maestro_log: "Maestro log",
  maestrologs: "Maestro log",
};

function mapCase(each: Case, { details, reasons }: FetchedSession, page: Link): TestCase {
  // A link with a token shows its content to everyone who has the report: the session's page needs a login.
  const links = Object.entries(each.links)
    .filter(([, href]) => /^https?:\/\//i.test(href) && !hasToken(href))
    .map(([name, href]) => ({ label: linkLabels[name] ?? name, href }));
  const rest = {
    links: [page, ...links],
    ...(each.durationMs === undefined ? {} : { durationMs: each.durationMs }),
  };
  return { name: each.name, earlierAttempts: [], ...outcomeOf(each, details.value.error, reasons), ...rest };
}

type Outcome = Pick<Attempt, "outcome"> & { readonly message?: string };

function outcomeOf(
  { status, error, trouble, id }: Case,
  ofSession: string | undefined,
  reasons: ReadonlyMap<string, string>,
): Outcome & Attempt {
  const links: readonly Link[] = [];
  const because = (word: string): string => error ?? reasons.get(id ?? "") ?? word;
  switch (meaningOf(status)) {
    case "passed": {
      const doubt = error ?? (trouble === undefined ? undefined : `reports a failure in ${JSON.stringify(trouble)}`);
      if (doubt === undefined) return { outcome: "passed", links };
      return { outcome: "error", message: `BrowserStack calls the test passed, and says: ${doubt}`, links };
    }
    case "failed":
      return {
        outcome: "failed",
        message: because("BrowserStack gives no reason here; its session page does."),
        links,
      };
    case "skipped":
      return { outcome: "skipped", ...(error === undefined ? {} : { message: error }), links };
    case "error":
      return {
        outcome: "error",
        message: because(ofSession ?? `BrowserStack gives the test the status ${status}.`),
        links,
      };
    case "queued":
    case "running":
      return { outcome: "error", message: `The build ended while the test was ${status}.`, links };
    case "done":
    case "unrecognised":
      return { outcome: "error", message: `BrowserStack gives the test the status ${shown(status)}.`, links };
  }
}

/** The case that stands for a session or a device, which is not one of the tests. */
function broken(message: string, links: readonly Link[] = []): TestCase {
  return { name: "(the session)", outcome: "error", message, links, earlierAttempts: [] };
}

/** Why a session is not a pass although none of its cases says so; undefined if there is no doubt. */
function doubtOn(
  { state, details: { value } }: FetchedSession,
  cases: readonly Case[],
  isRerun: boolean,
): string | undefined {
  const bad = cases.some(({ status }) => ["failed", "error"].includes(meaningOf(status)));
  const words = [state.status, value.status];
  const said = value.error === undefined ? "" : ` ${value.error}`;
  const wrong = words.find((word) => meaningOf(word) !== "passed");
  if (isRerun && cases.length === 0 && value.error === undefined && words.every((word) => isLeftOut(word)))
    return undefined;
  if (wrong === undefined) {
    if (value.error !== undefined) return `BrowserStack calls the session passed, and says:${said}`;
    if (value.trouble !== undefined)
      return `BrowserStack calls the session passed, and reports a failure in ${JSON.stringify(value.trouble)}.`;
    if (cases.length === 0) return isRerun ? undefined : "The session passed without a test.";
    const isCounted = [state.cases, value.counts].some((counts) => countIn(counts) !== undefined);
    return isCounted ? undefined : "BrowserStack does not say how many tests the session has: some may be missing.";
  }
  if (bad && words.every((word) => ["failed", "error"].includes(meaningOf(word)))) return undefined;
  return `The session ended with the status ${shown(wrong)}${cases.length === 0 ? ", without a test" : ""}.${said}`;
}

/** How many tests are counted, in all or by status; undefined if nothing is counted. */
function countIn(counts: CaseCounts | undefined): number | undefined {
  if (counts?.count !== undefined) return counts.count;
  const each = Object.values(counts?.byStatus ?? {});
  return each.length === 0 ? undefined : each.reduce((total, count) => total + count, 0);
}

/** One session on two devices would stand for the one that did not come. */
function assertDistinct({ devices }: Build): void {
  const ids = devices.flatMap(({ sessions }) => sessions.map(({ id }) => id));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw contradiction(`names the session ${twice} twice`, []);
}

/** A build names its sessions' cases by numbers, and each session by names: they must be the same. */
function assertCounts({ state, details: { value }, device }: FetchedSession): void {
  const found = new Map<StatusWord, number>();
  for (const { status } of value.cases) found.set(status, (found.get(status) ?? 0) + 1);
  for (const counts of [state.cases, value.counts]) {
    const count = countIn(counts);
    if (count !== undefined && count !== value.cases.length)
      throw contradiction(`counts ${count} tests on ${device} and names ${value.cases.length}`, value.cases);
    for (const [word, count] of Object.entries(counts?.byStatus ?? {}))
      if (count !== (found.get(word) ?? 0))
        throw contradiction(
          `counts ${count} tests on ${device} as ${word} and names ${found.get(word) ?? 0}`,
          value.cases,
        );
  }
  if (meaningOf(state.status) !== meaningOf(value.status))
    throw contradiction(
      `calls the session on ${device} ${shown(state.status)}, and then ${shown(value.status)}`,
      value.cases,
    );
}

/** The error of an answer that may change in the next moment, so that the service is asked again. */
function contradiction(what: string, cases: readonly Case[], notPassed?: true): ProviderError {
  return new ProviderError({
    code: "browserstack-contradiction",
    message: `BrowserStack contradicts itself: it ${what}.`,
    next: "Check the build in the App Automate dashboard.",
    retry: "later",
    notPassed: notPassed ?? (cases.some(({ status }) => meaningOf(status) !== "passed") || undefined),
  });
}

/** Says which parts may be missing, because it is not known how many there should be. */
function doubtsOn({ devices, sessions }: Partial<RequestedParts>): readonly string[] {
  const silent = [
    ...(devices === undefined ? ["on which devices the build was to run"] : []),
    ...(sessions === undefined ? ["into how many shards the tests were divided"] : []),
  ];
  return silent.map((what) => `BrowserStack does not say ${what}: some may be missing.`);
}
