import type { ServerOptions } from "node:https";
import { type ApiServer, type GivenAnswer, type ReceivedRequest, serveApi } from "./api-server.fixture.ts";
import { GitHubDescription } from "./github-description.fixture.ts";

/** A comment on the pull request. */
interface StoredComment {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot";
  body: string;
}

/** An artifact of a workflow run. */
interface StoredArtifact {
  readonly id: number;
  readonly name: string;
  readonly commit: string;
  readonly createdAt: Date;
  readonly isOfFork?: true;
}

/** The GitHub of one repository, octo/shop, which has one pull request, number 7. */
export interface GitHubServer extends ApiServer {
  readonly comments: StoredComment[];
  readonly artifacts: StoredArtifact[];
  /** The head of the pull request. */
  head: string;
  /** The latest status of each name, on each commit. */
  readonly statuses: Map<string, Record<string, unknown>>;
  /** The parts of the exchanges that are not as GitHub's own description says. */
  readonly violations: readonly string[];
  /** Whose token it is; an app may not ask. */
  account: { readonly id: number; readonly login: string } | "app";
  /** False for the token of a pull request from a fork. */
  mayWrite: boolean;
}

export const head = "0123456789abcdef0123456789abcdef01234567";
export const gitHubToken = "ghs_tokenOfTheJob1234567890";

let known: GitHubDescription | undefined;

/**
 * Starts a GitHub that checks every exchange against GitHub's own description of its API.
 * @param tls its key and certificate; without them, it speaks http
 */
export async function startGitHub(tls?: ServerOptions): Promise<GitHubServer> {
  known ??= new GitHubDescription();
  const description = known;
  const violations: string[] = [];
  const own: Omit<GitHubServer, keyof ApiServer> = {
    comments: [],
    artifacts: [],
    head,
    statuses: new Map(),
    violations,
    account: "app",
    mayWrite: true,
  };
  const answer = (request: ReceivedRequest): GivenAnswer => {
    const given = answerOf(request, state, description);
    violations.push(...description.violations(request, given), ...headerViolations(request));
    return given;
  };
  const server = await serveApi("/api/v3", answer, tls);
  const state: GitHubServer = Object.assign(server, own);
  return state;
}

function headerViolations({ headers, path }: ReceivedRequest): readonly string[] {
  // Those of the documented workflow are sent by curl.
  const isOurs = !path.includes("/actions/");
  // GitHub answers 403 to a request without a user agent.
  const agent = headers["user-agent"] ?? "";
  const version = headers["x-github-api-version"];
  return [
    ...(!isOurs || /^remotest\/\S+$/.test(agent) ? [] : [`the user agent is ${agent}`]),
    ...(version === "2022-11-28" ? [] : [`the version is ${version}`]),
  ];
}

function answerOf(request: ReceivedRequest, state: GitHubServer, description: GitHubDescription): GivenAnswer {
  const { method, path, headers } = request;
  if (headers["authorization"] !== `Bearer ${gitHubToken}`)
    return { status: 401, document: { message: "Bad credentials" } };
  const refusal = { status: 403, document: { message: "Resource not accessible by integration" } };
  if (method !== "GET" && !state.mayWrite) return refusal;
  if (path === "/user") {
    if (state.account === "app") return refusal;
    const user = description.example("private-user-response-with-public-and-private-profile-information");
    return { status: 200, document: { ...user, ...state.account, user_view_type: "private" } };
  }
  const [, status] = /^\/repos\/octo\/shop\/statuses\/(\w+)$/.exec(path) ?? [];
  if (status !== undefined) return setStatus(status, request.body as Record<string, string>, state, description);
  if (path === `/repos/octo/shop/commits/${state.head}/pulls`)
    return { status: 200, document: [pull(state.head, description)] };
  if (path.startsWith("/repos/octo/shop/actions/artifacts")) return artifacts(request, state, description);
  if (path === "/repos/octo/shop/issues/7/comments")
    return method === "GET" ? page(request, state, description) : write(undefined, request, state, description);
  const [, id] = /^\/repos\/octo\/shop\/issues\/comments\/(\d+)$/.exec(path) ?? [];
  return id === undefined
    ? { status: 404, document: { message: "Not Found" } }
    : write(Number(id), request, state, description);
}

function setStatus(
  sha: string,
  body: Record<string, string>,
  { statuses }: GitHubServer,
  description: GitHubDescription,
): GivenAnswer {
  // Not in the description: GitHub refuses a longer text.
  if ((body["description"] ?? "").length > 140) return { status: 422, document: { message: "Validation Failed" } };
  statuses.set(`${sha} ${body["context"]}`, body);
  return { status: 201, document: { ...description.example("status"), ...body } };
}

function pull(sha: string, description: GitHubDescription): object {
  const example = description.example("pull-request-simple");
  const [branch, base] = [example["head"] as object, example["base"] as { readonly repo: object }];
  const repo = { ...base.repo, full_name: "octo/shop" };
  // GitHub's example has a team without its type, which the description requires.
  return {
    ...example,
    requested_teams: [],
    number: 7,
    state: "open",
    head: { ...branch, sha },
    base: { ...base, repo },
  };
}

function artifacts(
  { method, path }: ReceivedRequest,
  state: GitHubServer,
  description: GitHubDescription,
): GivenAnswer {
  const { artifacts: stored } = state;
  if (method === "DELETE") {
    const at = stored.findIndex(({ id }) => path.endsWith(`/${id}`));
    stored.splice(at, at < 0 ? 0 : 1);
    return { status: at < 0 ? 404 : 204 };
  }
  const { artifacts: examples } = description.example("artifact-paginated") as {
    readonly artifacts: readonly object[];
  };
  const shown = stored.map(({ id, name, commit, createdAt, isOfFork }) => {
    const run = {
      id: 1000 + id,
      repository_id: 5,
      head_repository_id: isOfFork ? 6 : 5,
      head_branch: "main",
      head_sha: commit,
    };
    return {
      ...examples[0],
      id,
      name,
      expired: false,
      created_at: createdAt.toISOString().replace(/\.\d+/, ""),
      workflow_run: run,
    };
  });
  return { status: 200, document: { total_count: shown.length, artifacts: shown } };
}

function page({ query }: ReceivedRequest, { comments }: GitHubServer, description: GitHubDescription): GivenAnswer {
  const [size, number] = [Number(query.get("per_page") ?? 30), Number(query.get("page") ?? 1)];
  const shown = comments.slice(size * (number - 1), size * number);
  const hasMore = comments.length > size * number;
  // The address is not to be followed: the token would go with it.
  const headers = hasMore ? { link: `<https://elsewhere.example/comments?page=${number + 1}>; rel="next"` } : {};
  return { status: 200, document: shown.map((comment) => document(comment, description)), headers };
}

function write(
  id: number | undefined,
  { body }: ReceivedRequest,
  state: GitHubServer,
  description: GitHubDescription,
): GivenAnswer {
  const { body: text } = body as { readonly body: string };
  // Not in the description either.
  if ([...text].length > 65_536)
    return { status: 422, document: { message: "body is too long (maximum is 65536 characters)" } };
  const { account, comments } = state;
  const login = account === "app" ? "github-actions[bot]" : account.login;
  const comment = comments.find((each) => each.id === id) ?? {
    id: comments.length + 1,
    login,
    type: account === "app" ? "Bot" : "User",
    body: "",
  };
  comment.body = text;
  if (id === undefined) comments.push(comment);
  return { status: id === undefined ? 201 : 200, document: document(comment, description) };
}

function document({ id, login, type, body }: StoredComment, description: GitHubDescription): object {
  const example = description.example("issue-comment");
  return { ...example, id, body, user: { ...(example["user"] as object), login, type, id: idOf(login) } };
}

/** The id of an account. */
export function idOf(login: string): number {
  return [...login].reduce((sum, character) => sum * 31 + (character.codePointAt(0) ?? 0), 7) % 1_000_003;
}
