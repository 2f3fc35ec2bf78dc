import type { CommitState } from "@remotest/core/flow";
import { type Api, CodeHostError, fieldOf, listIn } from "./api.ts";
import type { CodeHost, CommitStatus, Conversation } from "./code-host.ts";
import { isCommit } from "./commit-hash.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** The part of GitLab that a command in a job works with. */
export interface GitLabPlace {
  readonly project: string;
  readonly commit: string;
  /** The pipeline of the job, if the commit is the one that it builds. */
  readonly pipeline: string | undefined;
  /** Undefined if the job is of no merge request: it is then found by the commit. */
  readonly mergeRequest: MergeRequest | undefined;
}

interface MergeRequest {
  readonly project: string;
  readonly iid: string;
}

const states: Readonly<Record<CommitStatus["state"], string>> = {
  pending: "pending",
  success: "success",
  failure: "failed",
  error: "failed",
  cancelled: "canceled",
} satisfies Record<"pending" | CommitState, string>;

/** See `github.ts`. */
const mostPages = 100;

/** The headers of every request to GitLab. */
export function gitLabHeaders(token: string, version: string): Readonly<Record<string, string>> {
  return { accept: "application/json", "private-token": token, "user-agent": `remotest/${version}` };
}

/** Implements the port for GitLab. */
export function gitLab(api: Api, place: GitLabPlace): CodeHost {
  return {
    title: "GitLab",
    commit: place.commit,
    limits: { description: 255, url: 255, comment: 1_000_000 },
    needs: {
      status: "the scope `api` and at least the role Developer; a pipeline of a fork does not get protected variables",
      comment: "the scope `api` and at least the role Reporter; a pipeline of a fork does not get protected variables",
    },
    async setStatus(status, signal) {
      const { state, name, description, url } = status;
      // GitLab refuses to make a status pending that is.
      const isPendingNow = async (): Promise<boolean> => state === "pending" && isPending(api, place, name, signal);
      if (await isPendingNow()) return;
      const ofPipeline = place.pipeline === undefined ? {} : { pipeline_id: Number(place.pipeline) };
      const target = url === undefined ? {} : { target_url: url };
      const body = { state: states[state], name, description, ...target, ...ofPipeline };
      const path = ["projects", place.project, "statuses", place.commit];
      try {
        await api({ method: "POST", path, body, signal });
      } catch (error) {
        // Another shard may have made it pending in the meantime.
        if (!(error instanceof CodeHostError && error.status === 400 && (await isPendingNow()))) throw error;
      }
    },
    async conversation(signal) {
      const found = place.mergeRequest ?? (await mergeRequestOf(api, place, signal));
      return found && conversationOf(api, found, signal);
    },
  };
}

async function isPending(api: Api, place: GitLabPlace, name: string, signal: AbortSignal): Promise<boolean> {
  const path = ["projects", place.project, "repository", "commits", place.commit, "statuses"];
  const ofPipeline = place.pipeline === undefined ? {} : { pipeline_id: place.pipeline };
  const found = listIn(await api({ method: "GET", path, query: { name, per_page: "100", ...ofPipeline }, signal }));
  return found.some((each) => fieldOf(each, "name") === name && fieldOf(each, "status") === "pending");
}

/** Returns the open merge request whose head is the commit. */
async function mergeRequestOf(
  api: Api,
  { project, commit }: GitLabPlace,
  signal: AbortSignal,
): Promise<MergeRequest | undefined> {
  const path = ["projects", project, "repository", "commits", commit, "merge_requests"];
  const found = listIn(await api({ method: "GET", path, query: { state: "opened", per_page: "100" }, signal }));
  const open = found
    .filter((each) => fieldOf(each, "state") === "opened" && fieldOf(each, "sha") === commit)
    .flatMap((each) => {
      const [of, iid] = [fieldOf(each, "project_id"), fieldOf(each, "iid")];
      return typeof of === "number" && typeof iid === "number" ? [{ of, iid }] : [];
    })
    .toSorted((a, b) => a.iid - b.iid);
  return open[0] && { project: `${open[0].of}`, iid: `${open[0].iid}` };
}

function conversationOf(api: Api, { project, iid }: MergeRequest, signal: AbortSignal): Conversation {
  const path = ["projects", project, "merge_requests", iid, "notes"];
  return {
    async *comments() {
      const self = fieldOf((await api({ method: "GET", path: ["user"], signal })).json, "id");
      if (typeof self !== "number") throw new CodeHostError("not whose token this is");
      let page = "1";
      for (let read = 0; read < mostPages; read++) {
        const query = { per_page: "100", page, sort: "asc", order_by: "created_at" };
        const answer = await api({ method: "GET", path, query, signal });
        for (const each of listIn(answer)) {
          const [id, body] = [fieldOf(each, "id"), fieldOf(each, "body")];
          const isOwn = fieldOf(each, "author", "id") === self && fieldOf(each, "system") !== true;
          yield { id: typeof id === "number" ? id : 0, body: typeof body === "string" ? body : "", isOwn };
        }
        // A page may have fewer notes than were asked for, because those that the token may not see are left out.
        page = answer.headers.get("x-next-page")?.trim() ?? "";
        if (!/^\d{1,9}$/.test(page)) return;
      }
      throw new CodeHostError(`the merge request has more than ${mostPages * 100} notes`);
    },
    async create(body) {
      await api({ method: "POST", path, body: { body }, signal });
    },
    async update(id, body) {
      await api({ method: "PUT", path: [...path, `${id}`], body: { body }, signal });
    },
  };
}

/**
 * Returns where a job runs; undefined if its variables do not say.
 * @param given the commit that the user names; neither the pipeline nor the merge request of the job is about it
 */
export function gitLabPlace(env: Env, given: string | undefined): GitLabPlace | undefined {
  const variable = (name: string): string | undefined => env[name]?.trim() || undefined;
  const number = (name: string): string | undefined => [variable(name)].find((text) => /^\d{1,15}$/.test(text ?? ""));
  const project = number("CI_PROJECT_ID");
  const commit = given ?? variable("CI_COMMIT_SHA");
  if (project === undefined || commit === undefined || !isCommit(commit)) return undefined;
  const iid = given === undefined ? number("CI_MERGE_REQUEST_IID") : undefined;
  return {
    project,
    commit,
    pipeline: given === undefined ? number("CI_PIPELINE_ID") : undefined,
    mergeRequest: iid === undefined ? undefined : { project: number("CI_MERGE_REQUEST_PROJECT_ID") ?? project, iid },
  };
}
