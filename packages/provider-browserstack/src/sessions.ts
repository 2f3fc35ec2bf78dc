import type {
  BrowserstackClient,
  Build,
  Framework,
  Session,
  SessionState,
  ValueInAnswer,
} from "@remotest/browserstack-client";
import type { ProviderFile } from "@remotest/core";
import { reasonsIn } from "./report-reasons.ts";

/** A session of a build, as both answers describe it. */
export interface FetchedSession {
  /** The device with the version of its system. */
  readonly device: string;
  readonly state: SessionState;
  readonly details: ValueInAnswer<Session>;
  /** Why its cases failed, as its JUnit report says, by the id of the case. */
  readonly reasons: ReadonlyMap<string, string>;
}

/** How many sessions are asked for at once. */
const atOnce = 4;

/** Fetches the sessions of a finished build, with the reports of those that did not pass. */
export async function fetchSessions(
  client: BrowserstackClient,
  framework: Framework,
  build: Build,
  signal: AbortSignal,
): Promise<{ readonly sessions: readonly FetchedSession[]; readonly files: readonly ProviderFile[] }> {
  const all = build.devices.flatMap(({ name, sessions }) => sessions.map((state) => ({ device: name, state })));
  const fetched: { readonly session: FetchedSession; readonly files: readonly ProviderFile[] }[] = [];
  for (let from = 0; from < all.length; from += atOnce) {
    const part = all.slice(from, from + atOnce);
    fetched.push(
      ...(await Promise.all(
        part.map(async ({ device, state }, index) => {
          const path = { framework, buildId: build.id, sessionId: state.id };
          const details = await client.getSession(path, { signal });
          const needsReport = framework !== "maestro" && details.value.cases.some(({ status }) => status === "failed");
          const report = needsReport ? await reportOf(client, path, signal) : undefined;
          const number = from + index + 1;
          const files: ProviderFile[] = [
            { name: `session-${number}.json`, title: `The session on ${device}`, content: details.text },
            ...(report === undefined
              ? []
              : [{ name: `session-${number}.junit.xml`, title: `The JUnit report of ${device}`, content: report }]),
          ];
          return { session: { device, state, details, reasons: await reasonsIn(report ?? "", signal) }, files };
        }),
      )),
    );
  }
  return { sessions: fetched.map(({ session }) => session), files: fetched.flatMap(({ files }) => files) };
}

/** The report only adds the words for a failure, which is a failure without them too. */
async function reportOf(
  client: BrowserstackClient,
  path: Parameters<BrowserstackClient["getReport"]>[0],
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    return await client.getReport(path, { signal });
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}
