import { readFileSync } from "node:fs";
import type { CommitState } from "@remotest/core/flow";
import { type Api, CodeHostError, fieldOf, listIn } from "./api.ts";
import { isCommit } from "./commit-hash.ts";
import type { CodeHost, CommitStatus, Conversation, HostComment } from "./code-host.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The part of GitHub that a command in a workflow works with. */
export interface GitHubPlace {
  readonly owner: string;
  readonly repository: string;
  readonly commit: string;
  /** Undefined if the event names none: it is then found by the commit. */
  readonly pullRequest: number | undefined;
}

const states: Readonly<Record<CommitStatus["state"], string>> = {
  pending: "pending",
  success: "success",
  failure: "failure",
  error: "error",
  cancelled: "error",
} satisfies Record<"pending" | CommitState, string>;

/** Comments are read in pages of 100. A conversation that is longer than this is not searched. */
const mostPages = 100;

/** The headers of every request to GitHub. */
export function gitHubHeaders(token: string, version: string): Readonly<Record<string, string>> {
  return {
    accept: "application/vnd.github+json",
    authorization: `Bearer ${token}`,
    "user-agent": `remotest/${version}`,
    "x-github-api-version": "2022-11-28",
  };
}

/** Implements the port for GitHub. */
export function gitHub(api: Api, place: GitHubPlace): CodeHost {
  const repository = ["repos", place.owner, place.repository];
  return {
    title: "GitHub",
    commit: place.commit,
    limits: { description: 140, url: 2_000, comment: 65_536 },
    needs: {
      status: "the permission `statuses: write`; in a pull request from a fork it never has it",
      comment: "the permission `pull-requests: write`; in a pull request from a fork it never has it",
    },
    async setStatus({ state, name, description, url }, signal) {
      const body = { state: states[state], context: name, description, ...(url !== undefined && { target_url: url }) };
      await api({ method: "POST", path: [...repository, "statuses", place.commit], body, signal });
    },
    async conversation(signal) {
      const number = place.pullRequest ?? (await pullRequestOf(api, place, signal));
      return number === undefined ? undefined : conversationOf(api, repository, number, signal);
    },
  };
}

/** Returns the open pull request whose head is the commit. */
async function pullRequestOf(api: Api, { owner, repository, commit }: GitHubPlace, signal: AbortSignal) {
  const path = ["repos", owner, repository, "commits", commit, "pulls"];
  const found = listIn(await api({ method: "GET", path, query: { per_page: "100" }, signal }));
  const here = `${owner}/${repository}`.toLowerCase();
  const numbers = found
    .filter((each) => fieldOf(each, "state") === "open" && fieldOf(each, "head", "sha") === commit)
    .filter((each) => String(fieldOf(each, "base", "repo", "full_name")).toLowerCase() === here)
    .map((each) => fieldOf(each, "number"))
    .filter((number) => typeof number === "number");
  return numbers.length > 0 ? Math.min(...numbers) : undefined;
}

function conversationOf(api: Api, repository: readonly string[], number: number, signal: AbortSignal): Conversation {
  const path = [...repository, "issues", `${number}`, "comments"];
  return {
    async *comments() {
      const self = await selfOf(api, signal);
      for (let page = 1; page <= mostPages; page++) {
        const query = { per_page: "100", page: `${page}` };
        const answer = await api({ method: "GET", path, query, signal });
        for (const each of listIn(answer)) yield commentFrom(each, self);
        // Only whether there is a next page: its address is GitHub's to choose.
        if (!/;\s*rel="?next"?/i.test(answer.headers.get("link") ?? "")) return;
      }
      throw new CodeHostError(`the pull request has more than ${mostPages * 100} comments`);
    },
    async create(body) {
      await api({ method: "POST", path, body: { body }, signal });
    },
    async update(id, body) {
      await api({ method: "PATCH", path: [...repository, "issues", "comments", `${id}`], body: { body }, signal });
    },
  };
}

/** The account that a token acts for: its id, or `bot` for the token of an app, which may not ask who it is. */
async function selfOf(api: Api, signal: AbortSignal): Promise<number | "bot"> {
  try {
    const id = fieldOf((await api({ method: "GET", path: ["user"], signal })).json, "id");
    if (typeof id === "number") return id;
    throw new CodeHostError("not whose token this is");
  } catch (error) {
    if (error instanceof CodeHostError && error.status === 403 && error.isRefusal) return "bot";
    throw error;
  }
}

/** People cannot write as a bot, so a bot's comment that begins with the marker is not a person's trick. */
function commentFrom(document: unknown, self: number | "bot"): HostComment {
  const [id, body] = [fieldOf(document, "id"), fieldOf(document, "body")];
  const isOwn = self === "bot" ? fieldOf(document, "user", "type") === "Bot" : fieldOf(document, "user", "id") === self;
  return { id: typeof id === "number" ? id : 0, body: typeof body === "string" ? body : "", isOwn };
}

/**
 * Returns where a workflow runs; undefined if its variables do not say. For a pull request, the commit is the head of its
 * branch: `GITHUB_SHA` is a merge that is in no branch.
 *
 * @param given the commit that the user names; its pull request is not the one of the event
 */
export function gitHubPlace(env: Env, given: string | undefined): GitHubPlace | undefined {
  const [, owner = "", repository = ""] = /^([\w.-]+)\/([\w.-]+)$/.exec(env["GITHUB_REPOSITORY"]?.trim() ?? "") ?? [];
  const event = given === undefined ? eventOf(env["GITHUB_EVENT_PATH"]) : undefined;
  const head = fieldOf(event, "pull_request", "head", "sha");
  const number = fieldOf(event, "pull_request", "number");
  const commit = given ?? (typeof head === "string" ? head : env["GITHUB_SHA"]?.trim());
  if (isDots(owner) || isDots(repository) || commit === undefined || !isCommit(commit)) return undefined;
  return { owner, repository, commit, pullRequest: Number.isSafeInteger(number) ? Number(number) : undefined };
}

function isDots(name: string): boolean {
  return /^\.*$/.test(name);
}

function eventOf(path: string | undefined): unknown {
  try {
    return path ? (JSON.parse(readFileSync(path, "utf8")) as unknown) : undefined;
  } catch {
    return undefined;
  }
}
