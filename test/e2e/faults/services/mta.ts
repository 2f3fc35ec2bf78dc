import { setTimeout as sleep } from "node:timers/promises";
import { createMtaClient } from "../../../../packages/mta-client/src/index.ts";
import { startArgs } from "../../stage/workspace.ts";
import { encoded, secrets } from "../account.ts";
import type { FaultedService } from "../faulted-service.ts";

const { username, password } = secrets;

const service: FaultedService = {
  calls: ["start", "poll", "results", "rerun"],
  account: (baseUrl) => ({ MTA_BASE_URL: baseUrl, MTA_USERNAME: username, MTA_PASSWORD: password }),
  known: [password, encoded(username, password)],
  owns: (url) => url.startsWith("/rest/mta/"),
  callOf({ url }, body) {
    if (!url.includes("/execute")) return url.includes("/testruns/") ? "poll" : "results";
    // One request for both starts.
    return body === undefined ? undefined : body.includes('"FailedOnly"') ? "rerun" : "start";
  },
  runOf: (url) => decodeURIComponent(/\/(?:testconfigurations|testruns)\/([^/?]+)/.exec(url)?.[1] ?? ""),
  // The results are several lists, and a last status check.
  nextCall({ call, text }, before) {
    if (call === "results") return text.startsWith("[") ? "results" : undefined;
    if (call !== "poll") return "poll";
    if (before?.call === "results") return undefined;
    return /"Result":"(?:Pass|AssertsFailed)","TestConfigurationName"/.test(text) ? "results" : "poll";
  },
  withAddedField: (answer) => answer.replace(/"(?:TestRunExecutionId|Key)":/, '"RetryCount":2,$&'),
  runArgs: (name) => ["run", ...startArgs("mta", name)],
  tests: 5,
  keptAnswer: "provider/answer.json",
  keptBefore: ["provider/results.json"],
  async failedRun({ url }, name) {
    // Its keys have no blanks.
    const configuration = name.replaceAll(" ", "-");
    const client = createMtaClient({ username: "demo", password: "demo", baseUrl: url });
    const id = await client.execute({ configuration, coverage: false, instances: ["19"] });
    while ((await client.getTestRun(id)).value.result !== "AssertsFailed") await sleep(100);
    return { id, ref: `mta:${id}/${configuration}/19` };
  },
};

export default service;
