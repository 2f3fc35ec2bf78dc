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
    label: "Address of ATS",
    default: "https://ats100.mendixcloud.com",
    doc: "The address of ATS; for an on-premises ATS, your own.",
  },
  apiToken: {
    type: "text",
    secret: true,
    required: true,
    label: "API token",
    doc: "The key for the CI/CD API (AppAPIToken), from the App Settings page of ATS.",
  },
  username: {
    type: "text",
    secret: true,
    account: "name",
    default: "ATSAPIUser",
    label: "Web service user",
    doc: "The web service user; for an on-premises ATS, your own.",
  },
  password: {
    type: "text",
    secret: true,
    label: "Password of the web service user",
    default: "ATSAPIUser",
    doc: "The password of the web service user.",
  },
};

export const startInputs: InputTable<AtsStart> = {
  appId: {
    type: "text",
    label: "App ID",
    example: "your-app-id",
    required: true,
    doc: "The ID of your Mendix app (AppID).",
  },
  templateId: {
    type: "text",
    label: "Template ID",
    example: "your-template-id",
    required: true,
    eachIsARun: true,
    doc: "The ID of the CI/CD template to start (JobTemplateID).",
  },
};
