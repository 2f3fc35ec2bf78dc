import { setTimeout as sleep } from "node:timers/promises";
import { createAtsClient } from "../../../../packages/ats-client/src/index.ts";
import { startArgs } from "../../stage/workspace.ts";
import { secrets } from "../account.ts";
import type { FaultedService } from "../faulted-service.ts";

const { apiToken } = secrets;

const service: FaultedService = {
  calls: ["start", "poll", "results", "rerun"],
  account: (baseUrl) => ({ ATS_BASE_URL: baseUrl, ATS_API_TOKEN: apiToken }),
  known: [apiToken],
  owns: (url) => url.startsWith("/ws/"),
  callOf({ url }, body) {
    if (url.startsWith("/ws/RunJob")) return "start";
    if (url.startsWith("/ws/RerunNotPassed")) return "rerun";
    // Get Job Status includes the flags only in the request for the results.
    return body === undefined ? undefined : /<IncludeExecutionFlags>true</.test(body) ? "results" : "poll";
  },
  runOf: (_url, body) => /<(?:JobTemplateID|JobID|FinishedJobID)>([^<]*)</.exec(body)?.[1] ?? "",
  asSandboxAccount: (body) => body.replaceAll(apiToken, "demo"),
  nextCall({ call, text }) {
    if (call === "results") return undefined;
    return call === "poll" && />(?:<!\[CDATA\[)?Done\b/.test(text) ? "results" : "poll";
  },
  withAddedField: (answer) => answer.replace(/<(Started|ExecutionStatus)>/, "<RetryCount>2</RetryCount>$&"),
  runArgs: (name) => ["run", ...startArgs("ats", name)],
  tests: 5,
  keptAnswer: "provider/result.xml",
  keptBefore: ["provider/result.xml"],
  async failedRun({ url }, name) {
    const client = createAtsClient({ apiToken: "demo", baseUrl: url });
    const { JobID = "" } = await client.runJob({ AppID: "SHOP-1", JobTemplateID: name });
    while ((await client.getJobStatus({ AppID: "SHOP-1", JobID })).ExecutionStatus !== "Done") await sleep(100);
    return { id: JobID, ref: `ats:SHOP-1/${JobID}` };
  },
};

export default service;
