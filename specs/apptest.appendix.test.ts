import { describe, expect, test } from "vitest";
import { resolve, type Schema, schemas, spec } from "./apptest-document.ts";

// apptest.ai REST API v2 page, Appendix. API Result Codes.
const appendix: readonly (readonly [number, string, string])[] = [
  [
    4000,
    "Missing Request Parameter",
    "The required parameter was not found in the request parameters : ({PARAMETER KEY})",
  ],
  [4030, "App File Analysis Failed", "iOS plistlib Parsing Error : {PARSING ERROR MSG}"],
  [
    4031,
    "App File Analysis Failed",
    "Test creation failed : There was a problem pre-processing your app file. \n the IPA file must be a development version that is signed by your development certificate.",
  ],
  [
    4032,
    "App File Analysis Failed",
    "Test creation failed : Invalid app file. \n There was a problem pre-processing your app file.",
  ],
  [4040, "App File Analysis Failed", "Android Manifest Parsing Error : {PARSING ERROR MSG}"],
  [4041, "App File Analysis Failed", "No launchable activity found. (android.intent.category.LAUNCHER)"],
  [4050, "Invalid Request Parameter", "File extension not supported. (support : ipa, zip, app, apk, xapk, apks)"],
  [4051, "Invalid Request Parameter", "The required parameter was not found in the request parameters: (app_file)"],
  [4052, "Invalid Request Parameter", "Invalid request parameter : (project_id : {PROJECT_ID})"],
  [4053, "Invalid Request Parameter", "Invalid request parameter : (testset_id : {TESTSET_ID})"],
  [4055, "Invalid Request Parameter", "Device is not compatible with this app : (App os type : {APP_OS_TYPE})"],
  [4080, "Invalid Request Parameter", "Device info does not exist in preset project data."],
  [4081, "Invalid Request Parameter", "Available devices does not exist in preset project data."],
  [5001, "Run New Testset Error", "Global Exception Error – {ERROR_MSG}"],
  [5002, "Get Testset Status Error", "Global Exception Error – {ERROR_MSG}"],
  [5003, "Get Testset Result Data Error", "Global Exception Error – {ERROR_MSG}"],
  [6001, "App File Upload Error", "App file upload fail."],
  [6002, "Get Testset Result Data Failed", "Test is running yet. Please request when the test is complete."],
  [6003, "Data Does Not Exist", "Test data does not exist."],
  [8000, "System Maintenance", "The Service is currently under system maintenance."],
];

describe("the appendix", () => {
  test("contains exactly the page's codes, each with its message and its reason", () => {
    const listed = schemas["FailureCode"]?.oneOf?.map(resolve).map((s) => [s.const, s["title"], s["description"]]);
    expect(listed).toEqual(appendix);
  });

  test.each([
    [
      "RunTestsetCode",
      [4000, 4030, 4031, 4032, 4040, 4041, 4050, 4051, 4052, 4053, 4055, 4080, 4081, 5001, 6001, 8000],
    ],
    ["GetTestsetCode", [4053, 5002, 6003, 8000]],
    ["GetTestsetResultCode", [4053, 5003, 6002, 6003, 8000]],
  ])("%s lists the codes that its operation can answer", (union, codes) => {
    expect(schemas[union]?.oneOf?.map((schema) => resolve(schema).const)).toEqual(codes);
  });

  test.each([
    ["/openapi/v2/testset", "post", "RunTestsetCode"],
    ["/openapi/v2/testset/{testset_id}", "get", "GetTestsetCode"],
    ["/openapi/v2/testset/{testset_id}/result", "get", "GetTestsetResultCode"],
  ])("each code of %s belongs to one status", (path, method, union) => {
    const shared = Object.entries(spec.paths[path]?.[method]?.responses ?? {})
      .filter(([status]) => status !== "200")
      .flatMap(([, response]) => constsIn(response));
    const listed = schemas[union]?.oneOf?.map((schema) => resolve(schema).const);
    expect(new Set(shared)).toEqual(new Set(listed));
    expect(shared).toHaveLength(listed?.length ?? 0);
  });
});

/** Returns the failure codes that a response allows, following its references, except the list of all codes. */
function constsIn(value: unknown): number[] {
  if (typeof value !== "object" || value === null) return [];
  const { $ref } = value as Schema;
  if ($ref === "#/components/schemas/Failure") return [];
  if ($ref !== undefined) return constsIn(resolve(value as Schema));
  if ("const" in value && typeof value.const === "number") return [value.const];
  return Object.values(value).flatMap(constsIn);
}
