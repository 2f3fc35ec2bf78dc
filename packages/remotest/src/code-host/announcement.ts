import { createHash } from "node:crypto";
import type { InputNames, RunHandle, Transport, Verdict, Wording } from "@remotest/core";
import { worded } from "@remotest/core";
import { type QuarantineEntry, type Report, type RunEvent, verdictKinds } from "@remotest/core/flow";
import { clean, planReason, safeHref, serviceLine, verdictTitle } from "@remotest/reporters";
import { renderComment } from "@remotest/reporters/comment";
import type { Platform } from "../platform.ts";
import { CodeHostError } from "./api.ts";
import { isSameCommit } from "./commit-hash.ts";
import type { CodeHostOptions } from "./check-name.ts";
import type { CodeHost, CommitStatus, Permission } from "./code-host.ts";
import { findCodeHost } from "./find-code-host.ts";
import { writeOwnComment } from "./own-comment.ts";

/** The subject of an announcement. */
export interface AnnouncementSettings {
  readonly options: CodeHostOptions & { readonly insecureHttp: boolean };
  readonly name: string;
  /** The number of runs, in all shards: the page of one of several is not that of the result. */
  readonly runs: number;
  /** True if somebody comes back to a run that is not finished. */
  readonly comesBack: boolean;
  /** The commit that a report must be about, so that its verdict is not one of another commit. Default: any. */
  readonly tested?: string | undefined;
  readonly quarantine: readonly QuarantineEntry[];
  /** A page about the build, if the CI system has one. */
  readonly buildUrl: string | undefined;
}

/** The content of a status. */
interface StatusWords extends Pick<CommitStatus, "state" | "url"> {
  readonly said: string;
}

const waiting = "Waiting for the remote tests.";

/**
 * How long a verdict waits for the code host, in milliseconds: for all that is written about it together. After an
 * interruption, little is left of the process's time.
 */
const longestMs = 30_000;
const longestAfterInterruptionMs = 2_500;
/** Before each further try, if the host does not say. */
const waitsMs = [500, 1_500];

/**
 * Tells the code host about the runs of one command: the status of the commit, and the comment. What cannot be written is
 * a warning: it changes no verdict, and delays none by more than half a minute.
 */
export class Announcement {
  readonly #settings: AnnouncementSettings;
  readonly #platform: Pick<Platform, "interrupted" | "stderr">;
  readonly #found: ReturnType<typeof findCodeHost>;
  readonly #warnings = new Map<string, Wording>();
  /** Aborts when there is no more time for the verdict. */
  readonly #stop = new AbortController();
  #pending: Promise<void> | undefined;

  constructor(settings: AnnouncementSettings, platform: Platform, transport: Transport) {
    this.#settings = settings;
    this.#platform = platform;
    const { commit, ciToken, insecureHttp } = settings.options;
    platform.interrupted.addEventListener(
      "abort",
      () => void setTimeout(() => this.#stop.abort(), longestAfterInterruptionMs).unref(),
      { once: true },
    );
    this.#found = findCodeHost({ commit, token: ciToken, insecureHttp }, platform, transport);
  }

  /** Makes the status pending as soon as there is a run. The run does not wait for it. */
  event(event: RunEvent): void {
    if (this.#pending || (event.type !== "started" && event.type !== "attached")) return;
    const url = this.#pageOf(event.handle);
    // An interruption ends it at once: the time that is left is for the verdict.
    const { interrupted } = this.#platform;
    const stop = AbortSignal.any([interrupted, this.#stop.signal]);
    this.#pending = this.#setStatus({ state: "pending", said: waiting, url }, stop);
  }

  /** Writes the verdict. Returns what could not be written, as warnings. */
  async finished(report: Report): Promise<readonly Wording[]> {
    using _ = this.#limit();
    const { verdict, runs, plan, commit } = report;
    const { tested } = this.#settings;
    // A report on runs of several plans has no commit, but each of its runs may have one.
    const commits = [commit, ...runs.map((run) => run.commit)].filter((each) => each !== undefined);
    const other = commits.find((each) => tested !== undefined && !isSameCommit(each, tested));
    if (other !== undefined && tested !== undefined) return this.#notWritten(ofAnotherCommit(other, tested));
    const said = `${verdictTitle(verdict)}: ${planReason(report)}`;
    if (plan?.shard) return await this.#endShard(verdict, `Shard ${plan.shard.number}/${plan.shard.of}: ${said}`);
    if (report.lacksShards === true) return await this.#endShard(verdict, said);
    return await this.#end(verdict, said, this.#pageOf(runs[0]?.handle), report);
  }

  /** Ends the announcement of a command that only starts runs: without a verdict, the status stays pending. */
  async started(verdict: Verdict | undefined): Promise<readonly Wording[]> {
    using _ = this.#limit();
    if (verdict) return await this.#end(verdict, `${verdictTitle(verdict)}: ${verdict.reason}`, undefined);
    await this.#pending;
    return [...this.#warnings.values()];
  }

  /** Returns the page of the only run. */
  #pageOf(handle: RunHandle | undefined): string | undefined {
    return this.#settings.runs === 1 ? safeHref(handle?.url ?? "") : undefined;
  }

  /** Begins the time that is left, because from now on somebody waits. */
  #limit(): Disposable {
    const timer = setTimeout(() => this.#stop.abort(), longestMs);
    return { [Symbol.dispose]: () => clearTimeout(timer) };
  }

  async #end(verdict: Verdict, description: string, url: string | undefined, report?: Report): Promise<Wording[]> {
    await this.#pending;
    const isLeft = report !== undefined && this.#settings.comesBack && verdict.kind === "timed-out";
    const { commitState } = verdictKinds[verdict.kind];
    await this.#setStatus(
      isLeft ? { state: "pending", said: waiting, url } : { state: commitState, said: description, url },
    );
    if (report && !isLeft && verdict.kind !== "interrupted") await this.#comment(report);
    return [...this.#warnings.values()];
  }

  /**
   * A shard does not know how the others end, so its pass is not one of the commit, and the comment is that of `merge`. A
   * pass writes nothing: the status is pending, or another shard has failed.
   */
  async #endShard(verdict: Verdict, said: string): Promise<Wording[]> {
    await this.#pending;
    const { commitState } = verdictKinds[verdict.kind];
    const isLeft = this.#settings.comesBack && verdict.kind === "timed-out";
    if (commitState !== "success" && !isLeft) await this.#setStatus({ state: commitState, said, url: undefined });
    if (this.#settings.options.comment === true)
      this.#platform.stderr.write(
        clean`No comment: this is a shard, and \`remotest merge\` comments on all of them.\n`,
      );
    return [...this.#warnings.values()];
  }

  async #setStatus({ state, said, url }: StatusWords, stop = this.#stop.signal): Promise<void> {
    if (this.#settings.options.commitStatus !== true) return;
    const { name, buildUrl = "" } = this.#settings;
    const write = async ({ limits, ...host }: CodeHost, signal: AbortSignal): Promise<void> => {
      const page = [url, safeHref(buildUrl)].find((each) => each !== undefined && each.length <= limits.url);
      const description = serviceLine(said, limits.description);
      await host.setStatus({ state, name, description, url: page }, signal);
    };
    await this.#tell("status", write, stop);
  }

  async #comment(report: Report): Promise<void> {
    if (this.#settings.options.comment !== true) return;
    const { name, quarantine } = this.#settings;
    await this.#tell("comment", async (host, signal) => {
      const conversation = await host.conversation(signal);
      if (!conversation) {
        // Not a warning: most pushes are of no pull or merge request.
        const request = host.title === "GitHub" ? clean`pull request` : clean`merge request`;
        this.#platform.stderr.write(clean`No comment: this commit is not the head of an open ${request}.\n`);
        return;
      }
      const key = createHash("sha256").update(name).digest("hex");
      const settings = { key, name, commit: host.commit, maxBytes: host.limits.comment, quarantine };
      await writeOwnComment(conversation, renderComment(report, settings));
    });
  }

  /** Returns the warnings about a report of which nothing may be written. Its commit must not stay pending because of it. */
  async #notWritten(why: Wording): Promise<Wording[]> {
    if (this.#pending) {
      await this.#pending;
      await this.#setStatus({ state: "error", said: "The report is about another commit.", url: undefined });
    }
    const { commitStatus, comment } = this.#settings.options;
    if (commitStatus === true) this.#warn("status", why);
    if (comment === true) this.#warn("comment", why);
    return [...this.#warnings.values()];
  }

  #warn(permission: Permission, why: Wording): void {
    const what = permission === "status" ? "The status of the commit" : "The comment";
    this.#warnings.set(permission, (names: InputNames) => `${what} was not written: ${worded(why, names)}.`);
  }

  async #tell(
    permission: Permission,
    write: (host: CodeHost, signal: AbortSignal) => Promise<void>,
    signal = this.#stop.signal,
  ): Promise<void> {
    const warn = (why: Wording): void => this.#warn(permission, why);
    const found = this.#found;
    if ("because" in found) return warn(found.because);
    const { host } = found;
    try {
      await withTries(() => write(host, signal), signal);
      this.#warnings.delete(permission);
    } catch (error) {
      const needs =
        error instanceof CodeHostError && error.isRefusal ? `. The token needs ${host.needs[permission]}` : "";
      const why =
        error instanceof CodeHostError
          ? `${host.title} says ${serviceLine(error.message, 300)}`
          : signal.aborted
            ? `${host.title} took too long`
            : `an unexpected error: ${serviceLine(String(error), 300)}`;
      warn(`${why}${needs}`);
    }
  }
}

function ofAnotherCommit(commit: string, tested: string): Wording {
  return ({ option }) =>
    `the report is about the commit ${commit}, and not about ${tested}. Set ${option("commit")} to the tested commit, wherever its runs are started, waited for and merged`;
}

/** Repeats a call after a temporary fault, until the signal aborts. */
async function withTries(call: () => Promise<void>, signal: AbortSignal): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      return await call();
    } catch (error) {
      const wait = waitsMs[tries];
      const asked = error instanceof CodeHostError ? error.retryInMs : undefined;
      if (wait === undefined || asked === undefined || signal.aborted) throw error;
      await pause(Math.max(wait, asked), signal);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}
