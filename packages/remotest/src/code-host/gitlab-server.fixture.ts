import { type ApiServer, type GivenAnswer, type ReceivedRequest, serveApi } from "./api-server.fixture.ts";

/** A parameter of an operation, as GitLab's pages have it. */
interface DocumentedParameter {
  readonly values?: readonly string[];
  readonly form?: RegExp;
  readonly longest?: number;
  readonly required?: true;
}

const page = { per_page: { form: /^(?:[1-9]\d?|100)$/ }, page: { form: /^\d+$/ } };

/**
 * The operations and their documented parameters.
 * Sources: docs.gitlab.com/api/commits ("Set commit pipeline status", "List commit statuses", "List merge requests
 * associated with a commit"), docs.gitlab.com/api/notes ("Merge requests"), docs.gitlab.com/api/users ("Get the current
 * user"), docs.gitlab.com/api/rest ("Pagination"); the lengths are those of the columns, 255, and of a note, 1,000,000
 * (docs.gitlab.com/administration/instance_limits).
 */
const operations: readonly (readonly [string, RegExp, Readonly<Record<string, DocumentedParameter>>])[] = [
  ["GET", /^\/user$/, {}],
  [
    "POST",
    /^\/projects\/41\/statuses\/[0-9a-f]{40}$/,
    {
      state: { values: ["pending", "running", "success", "failed", "canceled", "skipped"], required: true },
      name: { longest: 255 },
      description: { longest: 255 },
      target_url: { longest: 255, form: /^https?:\/\// },
      pipeline_id: { form: /^\d+$/ },
    },
  ],
  [
    "GET",
    /^\/projects\/41\/repository\/commits\/[0-9a-f]{40}\/statuses$/,
    { name: {}, pipeline_id: { form: /^\d+$/ }, ...page },
  ],
  [
    "GET",
    /^\/projects\/41\/repository\/commits\/[0-9a-f]{40}\/merge_requests$/,
    { state: { values: ["opened", "closed", "locked", "merged"] }, ...page },
  ],
  [
    "GET",
    /^\/projects\/41\/merge_requests\/9\/notes$/,
    { sort: { values: ["asc", "desc"] }, order_by: { values: ["created_at", "updated_at"] }, ...page },
  ],
  ["POST", /^\/projects\/41\/merge_requests\/9\/notes$/, { body: { required: true, longest: 1_000_000 } }],
  ["PUT", /^\/projects\/41\/merge_requests\/9\/notes\/\d+$/, { body: { required: true, longest: 1_000_000 } }],
];

/** A note on the merge request. */
interface StoredNote {
  readonly id: number;
  readonly author: number;
  readonly system: boolean;
  /** The token may not see it, so it leaves a gap in its page. */
  readonly hidden?: true;
  body: string;
}

/** The GitLab of one project, 41, which has one merge request, 9. The token is that of account 3. */
export interface GitLabServer extends ApiServer {
  readonly notes: StoredNote[];
  readonly statuses: Map<string, Record<string, unknown>>;
  /** The parts of the requests that are not as documented. */
  readonly violations: readonly string[];
  mayWrite: boolean;
}

export const gitLabHead = "89abcdef0123456789abcdef0123456789abcdef";
export const gitLabToken = "glpat-tokenOfTheProject123";

/** Starts a GitLab that checks every request against the documented parameters. */
export async function startGitLab(): Promise<GitLabServer> {
  const violations: string[] = [];
  const own: Omit<GitLabServer, keyof ApiServer> = { notes: [], statuses: new Map(), violations, mayWrite: true };
  const server = await serveApi("/gitlab/api/v4", (request) => {
    violations.push(...violationsOf(request));
    return answerOf(request, state);
  });
  const state: GitLabServer = Object.assign(server, own);
  return state;
}

function violationsOf({ method, path, query, body }: ReceivedRequest): readonly string[] {
  const [, , documented] = operations.find(([of, form]) => of === method && form.test(path)) ?? [];
  if (documented === undefined) return [`${method} ${path} is not documented`];
  const given = { ...Object.fromEntries(query), ...(body as object | undefined) };
  const problems = Object.entries(documented).flatMap(([name, { values, form, longest = 1e9, required }]) => {
    if (!(name in given)) return required ? [`${name} is missing`] : [];
    const text = String(given[name as keyof typeof given]);
    const isFine = (values?.includes(text) ?? true) && (form?.test(text) ?? true) && [...text].length <= longest;
    return isFine ? [] : [`${name} is ${text.slice(0, 80)}`];
  });
  const unknown = Object.keys(given).filter((name) => !(name in documented));
  return [...problems, ...unknown.map((name) => `${name} is not documented`)].map(
    (each) => `${method} ${path}: ${each}`,
  );
}

function answerOf(request: ReceivedRequest, state: GitLabServer): GivenAnswer {
  const { method, path, headers, body } = request;
  if (headers["private-token"] !== gitLabToken) return { status: 401, document: { message: "401 Unauthorized" } };
  if (method !== "GET" && !state.mayWrite) return { status: 403, document: { message: "403 Forbidden" } };
  if (path === "/user") return { status: 200, document: { id: 3, username: "project_41_bot", bot: true } };
  if (path.includes("/statuses/")) return setStatus(body as Record<string, string>, state);
  if (path.endsWith("/statuses"))
    return { status: 200, document: [...state.statuses.values()].map(({ name, state: status }) => ({ name, status })) };
  if (path.endsWith("/merge_requests"))
    return { status: 200, document: [{ iid: 9, project_id: 41, state: "opened", sha: gitLabHead }] };
  if (method === "GET") return notesPage(request, state);
  const { body: text } = body as { readonly body: string };
  const [, id] = /\/notes\/(\d+)$/.exec(path) ?? [];
  const note = state.notes.find((each) => each.id === Number(id));
  if (id !== undefined && !note) return { status: 404, document: { message: "404 Not found" } };
  if (note) note.body = text.trimEnd();
  else state.notes.push({ id: state.notes.length + 1, author: 3, system: false, body: text.trimEnd() });
  return { status: note ? 200 : 201, document: { id: note?.id ?? state.notes.length } };
}

/** As GitLab does: a status that is pending cannot become pending, and the answer says so in its own way. */
function setStatus(body: Record<string, string>, { statuses }: GitLabServer): GivenAnswer {
  const name = body["name"] ?? "default";
  if (body["state"] === "pending" && statuses.get(name)?.["state"] === "pending")
    return { status: 400, document: { message: { state: ["Cannot transition status via :enqueue from :pending"] } } };
  statuses.set(name, body);
  return { status: 201, document: { id: 1, name, status: body["state"] } };
}

function notesPage({ query }: ReceivedRequest, { notes }: GitLabServer): GivenAnswer {
  const [size, number] = [Number(query.get("per_page")), Number(query.get("page"))];
  const shown = notes.slice(size * (number - 1), size * number).filter(({ hidden }) => hidden !== true);
  const next = notes.length > size * number ? `${number + 1}` : "";
  const document = shown.map(({ id, author, system, body }) => ({ id, body, system, author: { id: author } }));
  return { status: 200, document, headers: { "x-next-page": next } };
}
