import type { OptionsOf } from "./input.ts";

/** The inputs of every run, for any provider. */
export const commonInputs = {
  name: { type: "text", doc: "The run's name. Default: the subject of the commit, cut to what the service takes." },
  timeout: {
    type: "duration",
    minMs: 1000,
    default: 3_600_000,
    doc: "How long to wait in all, such as 90s, 45m or 2h.",
  },
  pollInterval: {
    type: "duration",
    minMs: 100,
    doc: "A fixed time between two looks, at least 100ms. Default: adapts to how long the run has taken so far.",
  },
  reportDir: {
    type: "path",
    default: "remotest-report",
    doc: "The directory for the reports; made when it is not there.",
  },
  rerunFailed: {
    type: "integer",
    min: 0,
    max: 10,
    default: 0,
    doc: "Rerun what did not pass up to this many times, where the service can.",
  },
  failOn: {
    type: "choice",
    choices: ["failed", "error", "never"],
    default: "failed",
    doc: "What stops the pipeline: a failed test or worse, only a broken test or worse, or no test at all.",
  },
  maxFailures: {
    type: "limit",
    default: { count: 0 },
    doc: "How many failed tests are forgiven: a number, or a share of all tests such as 5%.",
  },
  quarantine: {
    type: "path",
    doc: "A YAML file of test cases whose failures are shown but forgiven, each with a reason and the last day on which it holds.",
  },
  history: {
    type: "text",
    doc: "Earlier ctrf-report.json files, as a glob (in quotes for a shell) such as reports/*/ctrf-report.json: report.html and summary.md then tell since when a test fails.",
  },
  resume: {
    type: "flag",
    default: false,
    doc: "Wait for the run that an earlier process started with the same inputs and did not bring to its end, by run.json in the report directory, in place of starting another.",
  },
  correlate: {
    type: "flag",
    default: false,
    doc: "Begin the run's name at the service with a short token, by which the run is found there when its start is uncertain; run.json has it too.",
  },
  callbackListen: {
    type: "text",
    doc: "Listen at host:port for the service's call that the run is over, where the service can call, and look at once; --callback is then the public address that leads here.",
  },
  json: { type: "flag", default: false, doc: "Print the result as one JSON document on stdout." },
  caFile: { type: "path", doc: "A PEM file with certificate authorities to trust besides the usual ones." },
  proxy: {
    type: "url",
    credentials: true,
    doc: "The proxy for every request. Default: HTTPS_PROXY and HTTP_PROXY, except where NO_PROXY says otherwise.",
  },
  insecureHttp: {
    type: "flag",
    default: false,
    doc: "Allow a service's address that begins with http: and is not this machine: secrets then travel unencrypted.",
  },
  maxResponse: {
    type: "size",
    minBytes: 1024,
    default: 67_108_864,
    doc: "The largest answer of a service that is read, such as 64MiB; a larger one cannot be trusted.",
  },
  verbose: { type: "flag", default: false, doc: "Say every look at the run, and what was retried." },
  quiet: { type: "flag", default: false, doc: "Say only the verdict and what went wrong." },
  noColor: { type: "flag", default: false, doc: "No colour and no live view; NO_COLOR does the same." },
} as const;

/** The options of every run, by the table. */
export type CommonOptions = OptionsOf<typeof commonInputs>;
