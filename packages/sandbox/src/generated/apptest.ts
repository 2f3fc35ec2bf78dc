// Generated from specs/apptest.openapi.yaml by `pnpm generate`. Do not edit: edit the source and generate again.

import type { RequestSchema } from "../request-schema.ts";

/** Each failure code: its HTTP status, its message and its reason, with `{…}` to be filled in. */
export const resultCodes = {
  4000: {"status":400,"message":"Missing Request Parameter","reason":"The required parameter was not found in the request parameters : ({PARAMETER KEY})"},
  4030: {"status":400,"message":"App File Analysis Failed","reason":"iOS plistlib Parsing Error : {PARSING ERROR MSG}"},
  4031: {"status":400,"message":"App File Analysis Failed","reason":"Test creation failed : There was a problem pre-processing your app file. \n the IPA file must be a development version that is signed by your development certificate."},
  4032: {"status":400,"message":"App File Analysis Failed","reason":"Test creation failed : Invalid app file. \n There was a problem pre-processing your app file."},
  4040: {"status":400,"message":"App File Analysis Failed","reason":"Android Manifest Parsing Error : {PARSING ERROR MSG}"},
  4041: {"status":400,"message":"App File Analysis Failed","reason":"No launchable activity found. (android.intent.category.LAUNCHER)"},
  4050: {"status":400,"message":"Invalid Request Parameter","reason":"File extension not supported. (support : ipa, zip, app, apk, xapk, apks)"},
  4051: {"status":400,"message":"Invalid Request Parameter","reason":"The required parameter was not found in the request parameters: (app_file)"},
  4052: {"status":400,"message":"Invalid Request Parameter","reason":"Invalid request parameter : (project_id : {PROJECT_ID})"},
  4053: {"status":400,"message":"Invalid Request Parameter","reason":"Invalid request parameter : (testset_id : {TESTSET_ID})"},
  4055: {"status":400,"message":"Invalid Request Parameter","reason":"Device is not compatible with this app : (App os type : {APP_OS_TYPE})"},
  4080: {"status":400,"message":"Invalid Request Parameter","reason":"Device info does not exist in preset project data."},
  4081: {"status":400,"message":"Invalid Request Parameter","reason":"Available devices does not exist in preset project data."},
  5001: {"status":500,"message":"Run New Testset Error","reason":"Global Exception Error – {ERROR_MSG}"},
  5002: {"status":500,"message":"Get Testset Status Error","reason":"Global Exception Error – {ERROR_MSG}"},
  5003: {"status":500,"message":"Get Testset Result Data Error","reason":"Global Exception Error – {ERROR_MSG}"},
  6001: {"status":500,"message":"App File Upload Error","reason":"App file upload fail."},
  6002: {"status":409,"message":"Get Testset Result Data Failed","reason":"Test is running yet. Please request when the test is complete."},
  6003: {"status":404,"message":"Data Does Not Exist","reason":"Test data does not exist."},
  8000: {"status":503,"message":"System Maintenance","reason":"The Service is currently under system maintenance."},
} as const;

/** The JSON Schema of the text part `data`. */
export const dataSchema: RequestSchema = {
  "type": "object",
  "required": [
    "pid",
    "testset_name"
  ],
  "properties": {
    "pid": {
      "type": "integer",
      "minimum": 1
    },
    "testset_name": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
    },
    "time_limit": {
      "type": "integer",
      "minimum": 5,
      "maximum": 30
    },
    "use_vo": {
      "type": "boolean"
    },
    "callback": {
      "type": "string",
      "maxLength": 250
    },
    "credentials": {
      "type": "object",
      "required": [
        "login_id",
        "login_pw"
      ],
      "properties": {
        "login_id": {
          "type": "string",
          "maxLength": 150
        },
        "login_pw": {
          "type": "string",
          "maxLength": 150
        }
      }
    },
    "os_type": {
      "type": "string",
      "enum": [
        "ANDROID",
        "iOS"
      ]
    },
    "scenario_id": {
      "type": "integer",
      "minimum": 0
    },
    "source_type": {
      "type": "string",
      "enum": [
        "file",
        "app_id"
      ]
    }
  }
};

/** The extensions of accepted app files, in lower case. */
export const appExtensions: readonly string[] = ["ipa","zip","app","apk","xapk","apks"];
