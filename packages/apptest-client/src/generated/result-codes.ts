// Generated from specs/apptest.openapi.yaml by `pnpm generate`. Do not edit.

/**
 * Every failure code of the service: its `result_msg`, its `reason` (the service fills in {BRACES}) and the
 * operations that can return it. specs/apptest.openapi.yaml, the result codes.
 */
export const resultCodes = {
  4000: { code: 4000, message: "Missing Request Parameter", reason: "The required parameter was not found in the request parameters : ({PARAMETER KEY})", operations: ["runTestset"] },
  4030: { code: 4030, message: "App File Analysis Failed", reason: "iOS plistlib Parsing Error : {PARSING ERROR MSG}", operations: ["runTestset"] },
  4031: { code: 4031, message: "App File Analysis Failed", reason: "Test creation failed : There was a problem pre-processing your app file. \n the IPA file must be a development version that is signed by your development certificate.", operations: ["runTestset"] },
  4032: { code: 4032, message: "App File Analysis Failed", reason: "Test creation failed : Invalid app file. \n There was a problem pre-processing your app file.", operations: ["runTestset"] },
  4040: { code: 4040, message: "App File Analysis Failed", reason: "Android Manifest Parsing Error : {PARSING ERROR MSG}", operations: ["runTestset"] },
  4041: { code: 4041, message: "App File Analysis Failed", reason: "No launchable activity found. (android.intent.category.LAUNCHER)", operations: ["runTestset"] },
  4050: { code: 4050, message: "Invalid Request Parameter", reason: "File extension not supported. (support : ipa, zip, app, apk, xapk, apks)", operations: ["runTestset"] },
  4051: { code: 4051, message: "Invalid Request Parameter", reason: "The required parameter was not found in the request parameters: (app_file)", operations: ["runTestset"] },
  4052: { code: 4052, message: "Invalid Request Parameter", reason: "Invalid request parameter : (project_id : {PROJECT_ID})", operations: ["runTestset"] },
  4053: { code: 4053, message: "Invalid Request Parameter", reason: "Invalid request parameter : (testset_id : {TESTSET_ID})", operations: ["runTestset", "getTestset", "getTestsetResult"] },
  4055: { code: 4055, message: "Invalid Request Parameter", reason: "Device is not compatible with this app : (App os type : {APP_OS_TYPE})", operations: ["runTestset"] },
  4080: { code: 4080, message: "Invalid Request Parameter", reason: "Device info does not exist in preset project data.", operations: ["runTestset"] },
  4081: { code: 4081, message: "Invalid Request Parameter", reason: "Available devices does not exist in preset project data.", operations: ["runTestset"] },
  5001: { code: 5001, message: "Run New Testset Error", reason: "Global Exception Error – {ERROR_MSG}", operations: ["runTestset"] },
  5002: { code: 5002, message: "Get Testset Status Error", reason: "Global Exception Error – {ERROR_MSG}", operations: ["getTestset"] },
  5003: { code: 5003, message: "Get Testset Result Data Error", reason: "Global Exception Error – {ERROR_MSG}", operations: ["getTestsetResult"] },
  6001: { code: 6001, message: "App File Upload Error", reason: "App file upload fail.", operations: ["runTestset"] },
  6002: { code: 6002, message: "Get Testset Result Data Failed", reason: "Test is running yet. Please request when the test is complete.", operations: ["getTestsetResult"] },
  6003: { code: 6003, message: "Data Does Not Exist", reason: "Test data does not exist.", operations: ["getTestset", "getTestsetResult"] },
  8000: { code: 8000, message: "System Maintenance", reason: "The Service is currently under system maintenance.", operations: ["runTestset", "getTestset", "getTestsetResult"] },
} as const;

/** A documented failure code. */
export type ResultCode = keyof typeof resultCodes;
