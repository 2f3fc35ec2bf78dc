import { expect } from "vitest";
import { type Answer, localService, runJobAnswer } from "../test/local-service.ts";
import { type AtsClientOptions, createAtsClient } from "./index.ts";

/** The answer to a Run Job that has started a job. */
export const good: string = runJobAnswer("<Started>true</Started><JobID>j</JobID>");
export const started = { Started: true, JobID: "j" };
export const job = { AppID: "app", JobTemplateID: "template" };

/** Returns the outcome of a Run Job that gets this answer. */
export async function outcome(answer: Answer, options: Partial<AtsClientOptions> = {}): Promise<unknown> {
  await using service = await localService(answer);
  const ats = createAtsClient({ apiToken: "s3cret-token", baseUrl: service.url, ...options });
  const result = await ats.runJob(job).catch((error: unknown) => error);
  expect(service.received).toHaveLength(1);
  return result;
}
