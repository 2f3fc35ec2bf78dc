import { startArgs } from "../../stage/workspace.ts";
import { encoded, secrets } from "../account.ts";
import type { FaultedService } from "../faulted-service.ts";

const { userId, accessKey } = secrets;

const service: FaultedService = {
  calls: ["start", "poll", "results"],
  account: (baseUrl) => ({ APPTEST_BASE_URL: baseUrl, APPTEST_USER_ID: userId, APPTEST_ACCESS_KEY: accessKey }),
  known: [userId, accessKey, encoded(userId, accessKey)],
  owns: (url) => url.startsWith("/openapi/"),
  callOf({ method, url }) {
    if (method === "POST") return "start";
    return url.endsWith("/result") ? "results" : "poll";
  },
  runOf: (url, body) => /\/testset\/([^/?]+)/.exec(url)?.[1] ?? /"testset_name":"([^"]*)"/.exec(body)?.[1] ?? "",
  nextCall({ call, text }) {
    if (call === "results") return undefined;
    return call === "poll" && /"testset_status":\s*"Complete"/.test(text) ? "results" : "poll";
  },
  withAddedField: (answer) => answer.replace(/"data":\{/, '$&"retry_count":2,'),
  runArgs: (name) => ["run", ...startArgs("apptest", name)],
  tests: 3,
  keptAnswer: "provider/answer.json",
  keptBefore: [],
  failedRun: () => {
    throw new TypeError("apptest.ai has no rerun");
  },
};

export default service;
