import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createBrowserstackClient } from "../../../../packages/browserstack-client/src/index.ts";
import { encoded, secrets } from "../account.ts";
import type { Exchange, FaultedService } from "../faulted-service.ts";

const { cloudUser: username, cloudKey: accessKey } = secrets;

/** Of Maestro, because Espresso has no rerun. */
const [device, app, testSuite] = ["Google Pixel 9-16.0", "bs://f3c874", "bs://89c874"];

/** True if an answer is that of a finished build. */
function isOver({ call, text }: Exchange): boolean {
  return call === "poll" && /^\{"id":"[^"]*","framework":"[^"]*","duration":\d/.test(text);
}

const service: FaultedService = {
  calls: ["upload", "start", "find", "poll", "results", "rerun"],
  account: (baseUrl) => ({
    BROWSERSTACK_BASE_URL: baseUrl,
    BROWSERSTACK_USERNAME: username,
    BROWSERSTACK_ACCESS_KEY: accessKey,
  }),
  known: [accessKey, encoded(username, accessKey)],
  owns: (url) => url.startsWith("/app-automate/"),
  callOf({ method, url }, body) {
    if (method === "GET") return url.includes("/sessions/") ? "results" : url.includes("/builds?") ? "find" : "poll";
    if (!url.endsWith("/build")) return "upload";
    return body === undefined ? undefined : body.includes('"rerunPreviouslyFailed"') ? "rerun" : "start";
  },
  runOf: (url, body) => /\/builds\/([^/?]+)/.exec(url)?.[1] ?? /"buildTag":"\[\w+\]-([^"]*)"/.exec(body)?.[1] ?? "",
  // The results are one more status check and the session; before a rerun, the status is checked again.
  nextCall(done, before) {
    if (done.call === "upload") return "start";
    if (done.call === "results") return /"status":"failed"/.test(done.text) ? "poll" : undefined;
    if (before?.call === "results") return undefined;
    return isOver(done) && before !== undefined && isOver(before) ? "results" : "poll";
  },
  withAddedField: (answer) => answer.replace(/"(?:id|build_id|app_url)":/, '"retry_count":2,$&'),
  // A project for each run, so that a search finds no other build.
  // A project for each run, so that a search finds no other build.
  runArgs: (name, call, folder) => [
    "run",
    "browserstack",
    "--framework=maestro",
    `--device=${device}`,
    call === "upload" ? `--app-file=${join(folder, "shop.apk")}` : `--app=${app}`,
    `--test-suite=${testSuite}`,
    `--project=${name}`,
    `--name=${name}`,
  ],
  tests: 3,
  keptAnswer: "provider/answer.json",
  keptBefore: ["provider/build.json", "provider/session-1.json"],
  async failedRun({ url }, name) {
    const client = createBrowserstackClient({ username: "demo", accessKey: "demo", baseUrl: url });
    const request = { app, testSuite, devices: [device], buildTag: name.replaceAll(" ", "-") };
    const id = await client.startBuild({ framework: "maestro", platform: "android", request });
    while ((await client.getBuild("maestro", id)).value.status !== "failed") await sleep(100);
    return { id, ref: `browserstack:maestro/${id}` };
  },
};

export default service;
