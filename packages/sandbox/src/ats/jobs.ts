import { randomUUID } from "node:crypto";
import type { Clock } from "../clock.ts";
import type { GetJobStatusRequest, RerunNotPassedRequest, RunJobRequest, RunJobResult } from "../generated/ats.ts";
import type { Journal } from "../journal.ts";
import { scenarioOf } from "../scenario.ts";
import { checkToken } from "./authentication.ts";
import { Fault } from "./fault.ts";
import { Job, type JobOrder } from "./job.ts";

/** The result of a start request; with `answerLost`, the connection is cut instead of an answer. */
export interface StartResult {
  readonly result: RunJobResult;
  readonly answerLost: boolean;
}

/** The jobs of one sandbox: what the three services do, independent of their messages. */
export class Jobs {
  readonly #jobs = new Map<string, Job>();
  readonly #journal: Journal;
  readonly #now: Clock;

  constructor({ journal, now }: { readonly journal: Journal; readonly now: Clock }) {
    this.#journal = journal;
    this.#now = now;
  }

  /** Run Job. @throws {Fault} for a wrong token, and if the template's name contains `maintenance`. */
  run(request: RunJobRequest): StartResult {
    checkToken(request.AppAPIToken);
    const appId = request.AppID.trim();
    const templateId = request.JobTemplateID.trim();
    if (appId === "") return notStarted("The AppID is empty");
    if (templateId === "") return notStarted("There is no CI/CD template with an empty ID");
    const { course } = scenarioOf(templateId);
    if (course === "maintenance") throw new Fault("Server", "The service is under maintenance");
    if (course === "no-such") return notStarted(`There is no CI/CD template with the ID ${templateId}`);
    if (course === "error") return notStarted(`The CI/CD template ${templateId} could not be started: no Selenium hub`);
    return this.#start({ appId, templateId });
  }

  /** Rerun Not Passed. @throws {Fault} for a wrong token. */
  rerun(request: RerunNotPassedRequest): StartResult {
    checkToken(request.AppAPIToken);
    const jobId = request.FinishedJobID.trim();
    const finished = this.#find(jobId, request.AppID);
    if (finished === undefined) return notStarted(`There is no job ${jobId} in this app`);
    if (finished.status() !== "Done") return notStarted(`The job ${jobId} is not finished`);
    if (finished.notPassed().length === 0) return notStarted(`All test cases of the job ${jobId} passed`);
    return this.#start({ ...finished.order, rerunOf: finished });
  }

  /** Get Job Status. @throws {Fault} for a wrong token and for a job that the app does not have. */
  find(request: GetJobStatusRequest): Job {
    checkToken(request.AppAPIToken);
    const jobId = request.JobID.trim();
    const job = this.#find(jobId, request.AppID);
    if (job === undefined) throw new Fault("Client", `There is no job ${jobId} in this app`);
    return job;
  }

  #find(jobId: string, appId: string): Job | undefined {
    const job = this.#jobs.get(jobId);
    return job?.order.appId === appId.trim() ? job : undefined;
  }

  #start(order: JobOrder): StartResult {
    const job = new Job(randomUUID(), order, this.#now);
    this.#jobs.set(job.id, job);
    const rerunOf = order.rerunOf === undefined ? {} : { rerunOf: order.rerunOf.id };
    this.#journal.add({ kind: "start", service: "ats", id: job.id, name: order.templateId, ...rerunOf });
    return {
      result: { Started: true, ErrorMessage: "", JobID: job.id },
      answerLost: scenarioOf(order.templateId).answerLost,
    };
  }
}

function notStarted(why: string): StartResult {
  return { result: { Started: false, ErrorMessage: why, JobID: "" }, answerLost: false };
}
