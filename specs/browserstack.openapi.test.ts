import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

const spec = parse(await readFile(join(import.meta.dirname, "browserstack.openapi.yaml"), "utf8")) as object;
const ajv = new Ajv2020({ strict: false, allErrors: true });
ajv.addSchema(spec, "spec");

/** Returns the places at which a value violates a schema of the document; empty if it is valid. */
function faults(schema: string, value: unknown): string[] {
  const validate = ajv.getSchema(`spec#/components/schemas/${schema}`) ?? expect.unreachable(`no schema ${schema}`);
  if (validate(value) === true) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const id = "5d1b3f0c9a8e7d6c5b4a39281706f5e4d3c2b1a0";
const counts = { passed: 3, failed: 6, skipped: 0, timedout: 0, error: 0, running: 0, queued: 0 };
const upload = {
  uploaded_at: "2020-05-05 14:52:54 UTC",
  custom_id: "SampleApp",
  shareable_id: "me/SampleApp",
  expiry: "2020-06-05 14:52:54 UTC",
};
const session = { id, status: "failed", start_time: "2020-06-04 07:44:07 +0000", duration: 62 };
const queued = { id, status: "queued", start_time: null, duration: null };
const details = { url: `bs://${id}`, bundle_id: "com.example", version: "1.2.0", name: "app-debug.apk" };
const device = { device: "Samsung Galaxy S20", os: "android", os_version: "10.0", sharding: false };
const build = {
  id,
  framework: "espresso",
  duration: 83,
  status: "failed",
  input_capabilities: { devices: ["Samsung Galaxy S20-10.0"], app: `bs://${id}`, video: "true" },
  start_time: "2020-06-04 07:43:49 UTC",
  app_details: details,
  test_suite_details: details,
  devices: [{ ...device, sessions: [{ ...session, testcases: { count: 9, status: counts } }] }],
};
const testCase = {
  name: "addsToCart",
  start_time: null,
  status: "passed",
  duration: "2.057",
  id: `${id}0a1b2c3d`,
  video: "https://www.browserstack.com/s3-upload/v.mp4#t=0,5",
  instrumentation_log: `https://api.browserstack.com/app-automate/espresso/builds/b/sessions/tests/t/instrumentationlogs`,
};

describe("the documented samples are valid", () => {
  test.each<[string, string, unknown]>([
    [
      "an app",
      "UploadedApp",
      { app_name: "app-debug.apk", app_url: `bs://${id}`, app_version: "1.2.0", app_id: id, ...upload },
    ],
    ["an app, in a how-to page", "UploadedApp", { app_url: `bs://${id}` }],
    [
      "a test suite",
      "UploadedTestSuite",
      { test_suite_url: `bs://${id}`, test_suite_id: id, framework: "espresso", ...upload },
    ],
    ["a test suite of the draft", "UploadedTestSuite", { test_suite_url: `bs://${id}`, uploaded_at: 1_588_690_374 }],
    ["a test suite, in a how-to page", "UploadedTestSuite", { test_url: `bs://${id}` }],
    ["a start", "BuildRequest", { app: `bs://${id}`, testSuite: `bs://${id}`, devices: ["Samsung Galaxy S8-7.0"] }],
    ["a started build", "StartedBuild", { message: "Success", build_id: id }],
    ["a build in a list", "ListedBuild", { id, start_time: "2020-06-04 07:43:49 UTC" }],
    ["a build in a list of the draft", "ListedBuild", { build_id: id, start_time: "2020-06-04 07:43:49 UTC" }],
    ["a build", "Build", build],
    [
      "a build before it begins",
      "Build",
      { ...build, duration: null, status: "queued", devices: [{ ...device, sessions: [queued] }] },
    ],
    [
      "a session",
      "Session",
      { ...session, testcases: { count: 9, status: counts, data: [{ class: "CartTest", testcases: [testCase] }] } },
    ],
    ["a session that broke", "Session", { ...session, status: "error", error: "Could not start a session" }],
    ["a refusal", "Refusal", { error: { message: "[BROWSERSTACK_TEST_NOT_FOUND] not found" } }],
    ["a refusal of an upload", "Refusal", { error: "text" }],
    [
      "a full plan",
      "Refusal",
      { message: "[BROWSERSTACK_ALL_PARALLELS_IN_USE] All parallel tests are currently in use" },
    ],
  ])("%s", (_, schema, value) => expect(faults(schema, value)).toEqual([]));
});

test.each<[string, unknown, string]>([
  ["UploadedApp", { app_id: id }, " required"],
  ["StartedBuild", { message: "Success" }, " required"],
  ["Build", { ...build, status: "done" }, "/status enum"],
  ["Session", { ...session, testcases: { count: -1 } }, "/testcases/count minimum"],
  ["BuildRequest", { app: "bs://a", testSuite: "bs://b", devices: [] }, "/devices minItems"],
  ["Refusal", {}, " required"],
])("%s: %j is not valid", (schema, value, fault) => expect(faults(schema, value)).toContain(fault));
