import { appFileExtensions, limits } from "@remotest/apptest-client";
import type { InputTable } from "@remotest/core";

/** The inputs to connect to apptest.ai. */
export interface ApptestConnect {
  readonly baseUrl: string;
  readonly userId?: string;
  readonly accessKey?: string;
}

/** The inputs to start a testset. */
export interface ApptestStart {
  readonly projectId: number;
  readonly appFile: string;
  readonly timeLimit?: number;
  readonly useVo?: boolean;
  readonly callback?: string;
  readonly osType?: string;
  readonly scenarioId?: number;
  readonly sourceType?: string;
  readonly loginId?: string;
  readonly loginPw?: string;
}

export const connectInputs: InputTable<ApptestConnect> = {
  baseUrl: {
    type: "url",
    label: "Address of apptest.ai",
    default: "https://api.apptest.ai",
    doc: "The address of apptest.ai.",
  },
  userId: {
    type: "text",
    secret: true,
    account: "name:key",
    label: "User ID",
    doc: "The user ID for the API. Not needed if the access key is one user:key string.",
  },
  accessKey: {
    type: "text",
    secret: true,
    account: "name:key",
    label: "Access key",
    doc: "The access key for the API, or user ID and key as one user:key string.",
  },
};

export const startInputs: InputTable<ApptestStart> = {
  projectId: {
    type: "integer",
    label: "Project number",
    example: "1120",
    min: limits.pid.minimum,
    required: true,
    doc: "The number of the project.",
  },
  appFile: {
    type: "path",
    label: "App file",
    example: "app-release.apk",
    required: true,
    doc: `The app to test: a file that ends in ${appFileExtensions.map((extension) => `.${extension}`).join(", ")}.`,
  },
  timeLimit: {
    type: "integer",
    min: limits.time_limit.minimum,
    max: limits.time_limit.maximum,
    label: "Time limit of one test (minutes)",
    doc: "The time limit of one test in minutes, 5 to 30. Default: the limit set in the project.",
  },
  useVo: { type: "flag", label: "Use AT&T Video Optimizer", doc: "Use AT&T Video Optimizer. Default: no." },
  callback: {
    type: "url",
    label: "Address to call at the end",
    maxLength: limits.callback.maxLength,
    doc: "An address that apptest.ai calls when the testset is complete.",
  },
  osType: {
    type: "choice",
    label: "Operating system",
    choices: [...limits.os_type.enum],
    doc: "The operating system that the app is for.",
  },
  scenarioId: {
    type: "integer",
    label: "Scenario number",
    min: limits.scenario_id.minimum,
    doc: "The scenario to run; 0 is the automated test.",
  },
  sourceType: {
    type: "choice",
    label: "Source of the app",
    choices: [...limits.source_type.enum],
    doc: "Where the app comes from.",
  },
  loginId: {
    type: "text",
    secret: true,
    account: "name",
    maxLength: limits.credentials.login_id.maxLength,
    label: "Login in the app",
    doc: "The account with which the tests sign in to the app.",
  },
  loginPw: {
    type: "text",
    secret: true,
    maxLength: limits.credentials.login_pw.maxLength,
    label: "Password in the app",
    doc: "The password of the account with which the tests sign in to the app.",
  },
};
