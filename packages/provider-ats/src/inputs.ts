import type { InputTable } from "@remotest/core";

/** What it takes to talk to ATS. */
export interface AtsConnect {
  readonly baseUrl: string;
  readonly apiToken: string;
  readonly username: string;
  readonly password: string;
}

/** What it takes to start a run. */
export interface AtsStart {
  readonly appId: string;
  readonly templateId: string;
}

export const connectInputs: InputTable<AtsConnect> = {
  baseUrl: { type: "url", default: "https://ats100.mendixcloud.com", doc: "The address of ATS; on premises your own." },
  apiToken: {
    type: "text",
    secret: true,
    required: true,
    doc: "The key for the CI/CD API (AppAPIToken), made on the App Settings page of ATS.",
  },
  username: {
    type: "text",
    secret: true,
    account: "name",
    default: "ATSAPIUser",
    doc: "The web service user; on premises a user of your own.",
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
