import type { CommitState } from "@remotest/core/flow";
import type { CleanText, Markdown } from "@remotest/reporters";

/** The status of a commit. */
export interface CommitStatus {
  /** `pending`: the run is not over, and somebody comes back to it. */
  readonly state: "pending" | CommitState;
  /** Distinguishes it from the other statuses of the commit. */
  readonly name: string;
  /** Within the limit of the host. */
  readonly description: CleanText;
  /** A page for people, http or https. */
  readonly url: string | undefined;
}

/** A comment, as far as it matters here. */
export interface HostComment {
  readonly id: number;
  readonly body: string;
  /** True if it was written with the same token, as far as the host says so. */
  readonly isOwn: boolean;
}

/** The conversation about one change: a pull request, a merge request. */
export interface Conversation {
  /** All comments, oldest first. */
  comments(): AsyncIterable<HostComment>;
  create(body: Markdown): Promise<void>;
  update(id: number, body: Markdown): Promise<void>;
}

/** Something that a token must be allowed to do. */
export type Permission = "status" | "comment";

/**
 * The system that keeps the code and its pull or merge requests. Every method rejects with a `CodeHostError`, or with the
 * signal's reason.
 */
export interface CodeHost {
  readonly title: "GitHub" | "GitLab";
  /** The commit that is tested. */
  readonly commit: string;
  readonly limits: {
    /** Of a status, in characters. */
    readonly description: number;
    readonly url: number;
    /** Of a comment, in characters. */
    readonly comment: number;
  };
  /** Says what a token needs, for people: after "The token needs". */
  readonly needs: Readonly<Record<Permission, string>>;
  setStatus(status: CommitStatus, signal: AbortSignal): Promise<void>;
  /** Returns the conversation about the change under test; undefined if there is none. */
  conversation(signal: AbortSignal): Promise<Conversation | undefined>;
}
