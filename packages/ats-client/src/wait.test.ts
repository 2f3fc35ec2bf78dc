import { describe, expect, it } from "vitest";
import { localService, statusAnswer, xml } from "../test/local-service.ts";
import { type AtsClientOptions, AtsInputError, AtsWaitError, createAtsClient } from "./index.ts";

const job = { AppID: "app", JobID: "j" };
const at = (status: string): string =>
  statusAnswer(`<ExecutionStatus>${status}</ExecutionStatus><ExecutionResult>Passed</ExecutionResult>`);

describe.concurrent("waitForJob", () => {
  it("returns the last status, reports each one, and survives a service that is down for a moment", async () => {
    const answers = [xml(at("Queued")), xml("<html>", 503, { "retry-after": "1" }), xml(at("Done"))];
    await using service = await localService((response) => (answers.shift() ?? xml(at("Done")))(response));
    const client = createAtsClient({ apiToken: "t", baseUrl: service.url });
    const statuses: string[] = [];
    const last = await client.waitForJob(job, { onStatus: ({ ExecutionStatus }) => statuses.push(ExecutionStatus) });
    expect(last.ExecutionStatus).toBe("Done");
    expect(statuses).toEqual(["Queued", "Done"]);
  }, 20_000);

  it("does not take an unknown status for the end", async () => {
    await using service = await localService(at("Finishing"));
    const client = createAtsClient({ apiToken: "t", baseUrl: service.url });
    const error: unknown = await client.waitForJob(job, { timeoutMs: 1_000 }).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AtsWaitError);
    expect(error).toMatchObject({ code: "ats-wait", jobId: "j", lastStatus: { ExecutionStatus: "Finishing" } });
  });
});

it("a token from the environment compiles, and is refused if it is not set", () => {
  const options: AtsClientOptions = { apiToken: process.env["ATS_API_TOKEN_THAT_IS_NOT_SET"] };
  expect(() => createAtsClient(options)).toThrow(AtsInputError);
  expect(() => createAtsClient({ apiToken: process.env["ATS_API_TOKEN_THAT_IS_NOT_SET"] })).toThrow(
    "apiToken is missing",
  );
  // @ts-expect-error the token is required, even though it may be undefined
  expect(() => createAtsClient({})).toThrow("apiToken is missing");
});
