// Generated from specs/apptest.openapi.yaml by `pnpm generate`. Do not edit.

/** The bounds of a request's fields, by wire name. specs/apptest.openapi.yaml, runTestset. */
export const limits = {
  pid: { minimum: 1 },
  testset_name: { minLength: 1, maxLength: 100 },
  time_limit: { minimum: 5, maximum: 30 },
  use_vo: { default: false },
  callback: { maxLength: 250 },
  credentials: { login_id: { maxLength: 150 }, login_pw: { maxLength: 150 } },
  os_type: { enum: ["ANDROID", "iOS"] },
  scenario_id: { minimum: 0 },
  source_type: { enum: ["file", "app_id"] },
} as const;

/** The extensions of app files that the service accepts. specs/apptest.openapi.yaml, result code 4050. */
export const appFileExtensions = ["ipa", "zip", "app", "apk", "xapk", "apks"] as const;
