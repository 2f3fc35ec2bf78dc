import type { InputTable } from "@remotest/core";

/** The inputs to connect to MTA. */
export interface MtaConnect {
  readonly baseUrl: string;
  readonly username: string;
  readonly password: string;
  readonly webhookSecret?: string;
}

/** The inputs to start a run. One of `configuration`, `suite` and `case` is given. */
export interface MtaStart {
  readonly configuration?: string;
  readonly suite?: string;
  readonly case?: string;
  readonly applicationInstance: readonly string[];
  readonly scope?: string;
  readonly coverage?: boolean;
  readonly retentionDays?: number;
}

export const connectInputs: InputTable<MtaConnect> = {
  baseUrl: {
    type: "url",
    required: true,
    label: "Address of MTA",
    doc: "The address of your MTA, such as https://mta-yourcompany.mendixcloud.com.",
  },
  username: {
    type: "text",
    secret: true,
    account: "name",
    required: true,
    label: "User of MTA",
    doc: "A local user of MTA with the roles Tester and ApiUser.",
  },
  password: {
    type: "text",
    secret: true,
    required: true,
    label: "Password of the user",
    doc: "The password of the user.",
  },
  webhookSecret: {
    type: "text",
    secret: true,
    label: "Secret key of the webhook",
    doc: "The secret key of the webhook in the user's account settings, for MTA's calls at the address to listen at.",
  },
};

export const startInputs: InputTable<MtaStart> = {
  configuration: {
    type: "text",
    placeholder: "key",
    label: "Test configuration",
    example: "28",
    doc: "The key of the test configuration to execute. MTA shows it in the title of the edit page.",
  },
  suite: {
    type: "text",
    placeholder: "key",
    label: "Test suite",
    doc: "The key of the test suite to execute, instead of a test configuration.",
  },
  case: {
    type: "text",
    placeholder: "key",
    label: "Test case",
    doc: "The key of the test case to execute, with the cases on which it depends, instead of a test configuration.",
  },
  applicationInstance: {
    type: "text",
    list: true,
    placeholder: "key",
    required: true,
    label: "Application instances",
    example: "19",
    doc: "The key of the application instance to test; if there are several applications, one key for each of them.",
  },
  scope: {
    type: "choice",
    choices: ["all", "failed", "changed", "changed-and-failed"],
    label: "Part of the test configuration",
    doc: "The part of the test configuration to execute (MTA 3.1 and later). failed: what did not pass in its previous run, no matter who started it. Default: what MTA does without it.",
  },
  coverage: {
    type: "flag",
    default: false,
    label: "Calculate the coverage",
    doc: "Calculate the coverage goals after the run of a test configuration.",
  },
  retentionDays: {
    type: "integer",
    min: 1,
    max: 7,
    label: "Days to keep the run",
    doc: "The number of days after which MTA deletes the run, 1 to 7. Default: 2, set by MTA.",
  },
};
