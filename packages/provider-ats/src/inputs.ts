import type { InputTable } from "@remotest/core";

/** The inputs to connect to ATS. */
export interface AtsConnect {
  readonly baseUrl: string;
  readonly apiToken: string;
  readonly username: string;
  readonly password: string;
}

/** The inputs to start a run. */
export interface AtsStart {
  readonly appId: string;
  readonly templateId: string;
}

export const connectInputs: InputTable<AtsConnect> = {
  baseUrl: {
    type: "url",
    default: "https://ats100.mendixcloud.com",
    doc: "The address of ATS; on premises, your own.",
  },
  apiToken: {
    type: "text",
    secret: true,
    required: true,
    doc: "The API token (AppAPIToken), which you create on the App Settings page of ATS.",
  },
  username: {
    type: "text",
    secret: true,
    account: "name",
    default: "ATSAPIUser",
    doc: "The web service user; on premises, your own user.",
  },
  password: { type: "text", secret: true, default: "ATSAPIUser", doc: "The web service user's password." },
};

export const startInputs: InputTable<AtsStart> = {
  appId: { type: "text", required: true, doc: "The ID of your Mendix app (AppID)." },
  templateId: {
    type: "text",
    required: true,
    eachIsARun: true,
    doc: "The unique ID of the CI/CD Template to run (JobTemplateID).",
  },
};
