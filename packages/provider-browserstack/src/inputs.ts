import type { InputTable } from "@remotest/core";

/** The inputs to connect to BrowserStack. */
export interface BrowserstackConnect {
  readonly baseUrl: string;
  readonly username: string;
  readonly accessKey: string;
}

/** The inputs to start a build. */
export interface BrowserstackStart {
  readonly framework: string;
  readonly appFile?: string;
  readonly app?: string;
  readonly testSuiteFile?: string;
  readonly testSuite?: string;
  readonly device: readonly string[];
  readonly project?: string;
  readonly shards?: number;
  readonly class?: readonly string[];
  readonly package?: readonly string[];
  readonly annotation?: readonly string[];
  readonly size?: readonly string[];
  readonly onlyTesting?: readonly string[];
  readonly skipTesting?: readonly string[];
  readonly execute?: readonly string[];
  readonly includeTag?: readonly string[];
  readonly excludeTag?: readonly string[];
  readonly deviceLogs?: boolean;
  readonly networkLogs?: boolean;
  readonly video?: boolean;
}

export const connectInputs: InputTable<BrowserstackConnect> = {
  baseUrl: {
    type: "url",
    label: "Address of BrowserStack",
    default: "https://api-cloud.browserstack.com",
    doc: "The address of BrowserStack's API.",
  },
  username: {
    type: "text",
    secret: true,
    account: "name",
    required: true,
    label: "Username",
    doc: "The username for the API, from the App Automate dashboard.",
  },
  accessKey: {
    type: "text",
    secret: true,
    required: true,
    label: "Access key",
    doc: "The access key for the API, from the App Automate dashboard.",
  },
};

export const startInputs: InputTable<BrowserstackStart> = {
  framework: {
    type: "choice",
    choices: ["espresso", "xcuitest", "maestro"],
    required: true,
    label: "Test framework",
    example: "espresso",
    doc: "The framework of the tests.",
  },
  appFile: {
    type: "path",
    label: "App file",
    doc: "The app to test, which is uploaded: an .apk, .aab or .ipa file.",
  },
  app: {
    type: "text",
    placeholder: "bs://…",
    label: "Uploaded app",
    example: "bs://f3c874",
    doc: "The address of an uploaded app, bs://…, instead of a file.",
  },
  testSuiteFile: {
    type: "path",
    label: "Test suite file",
    doc: "The tests, which are uploaded: an .apk file for Espresso, a .zip file for XCUITest and Maestro.",
  },
  testSuite: {
    type: "text",
    placeholder: "bs://…",
    label: "Uploaded test suite",
    example: "bs://89c874",
    doc: "The address of an uploaded test suite, bs://…, instead of a file.",
  },
  device: {
    type: "text",
    list: true,
    required: true,
    label: "Devices",
    example: "'Google Pixel 9-16.0'",
    doc: "A device with the version of its system, such as Google Pixel 9-16.0. One run tests all of them.",
  },
  project: {
    type: "text",
    label: "Project",
    maxLength: 100,
    doc: "The project of the build in the dashboard: letters, digits and . : - [ ] / @ & ' _.",
  },
  shards: {
    type: "integer",
    min: 1,
    max: 100,
    label: "Shards",
    doc: "Divide the tests on each device into this many parts, which run at the same time. Each takes one parallel.",
  },
  class: {
    type: "text",
    list: true,
    label: "Classes",
    doc: "Only the tests of this class, by its full name (Espresso).",
  },
  package: {
    type: "text",
    list: true,
    label: "Packages",
    doc: "Only the tests of this package, by its full name (Espresso).",
  },
  annotation: {
    type: "text",
    list: true,
    label: "Annotations",
    doc: "Only the tests with this annotation, by its full name (Espresso).",
  },
  size: {
    type: "text",
    list: true,
    label: "Sizes",
    doc: "Only the tests of this size: SmallTest, MediumTest or LargeTest (Espresso).",
  },
  onlyTesting: {
    type: "text",
    list: true,
    label: "Only these tests",
    doc: "Only this test, as Class/test (XCUITest).",
  },
  skipTesting: {
    type: "text",
    list: true,
    label: "Without these tests",
    doc: "Without this test, as Class/test (XCUITest).",
  },
  execute: {
    type: "text",
    list: true,
    label: "Flows",
    doc: "Only this flow file or folder in the test suite (Maestro).",
  },
  includeTag: { type: "text", list: true, label: "Tags", doc: "Only flows with this tag (Maestro)." },
  excludeTag: { type: "text", list: true, label: "Tags to leave out", doc: "Without flows with this tag (Maestro)." },
  deviceLogs: { type: "flag", label: "Device logs", doc: "Record the device's log. BrowserStack's default: no." },
  networkLogs: { type: "flag", label: "Network logs", doc: "Record the network traffic. BrowserStack's default: no." },
  video: { type: "flag", label: "Video", doc: "Record a video. BrowserStack's default: yes." },
};
