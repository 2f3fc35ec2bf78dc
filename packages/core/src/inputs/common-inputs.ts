import type { OptionsOf } from "./input.ts";

/** The inputs of every run, for any provider. */
export const commonInputs = {
  name: {
    group: "The run",
    type: "text",
    doc: "The run's name. Default: the subject of the commit, cut to the length that the service accepts.",
  },
  timeout: {
    group: "Waiting",
    type: "duration",
    minMs: 1000,
    default: 3_600_000,
    doc: "How long to wait in total, such as 90s, 45m or 2h.",
  },
  pollInterval: {
    group: "Waiting",
    type: "duration",
    minMs: 100,
    doc: "A fixed interval between two status checks, at least 100ms. Default: adapts to how long the run has taken.",
  },
  reportDir: {
    group: "Reports",
    label: "Report directory",
    type: "path",
    default: "remotest-report",
    doc: "The directory for the reports; created if it does not exist.",
  },
  rerunFailed: {
    group: "What stops the pipeline",
    label: "Reruns of what did not pass",
    type: "integer",
    min: 0,
    max: 10,
    default: 0,
    doc: "Rerun what did not pass, up to this many times, if the service can.",
  },
  failOn: {
    group: "What stops the pipeline",
    label: "What stops the pipeline",
    type: "choice",
    choices: ["failed", "error", "never"],
    default: "failed",
    doc: "What stops the pipeline: a failed test or worse, a broken test or worse, or no test at all.",
  },
  maxFailures: {
    group: "What stops the pipeline",
    label: "Failures that are forgiven",
    type: "limit",
    default: { count: 0 },
    doc: "How many failed tests are forgiven: a number, or a percentage of all tests such as 5%.",
  },
  quarantine: {
    group: "What stops the pipeline",
    type: "path",
    doc: "A YAML file of test cases whose failures are shown but forgiven, each with a reason and a last day.",
  },
  reporter: {
    group: "Reports",
    label: "Your own reporter",
    type: "path",
    doc: "The module of your own reporter, which makes one more file of the results: ./my-reporter.js.",
  },
  history: {
    group: "Reports",
    label: "Earlier reports",
    type: "text",
    placeholder: "glob",
    doc: "Earlier ctrf-report.json files, as a glob (in quotes for a shell) such as reports/*/ctrf-report.json: report.html and summary.md then show trends and how long a test has been failing.",
  },
  historyDir: {
    group: "Reports",
    type: "path",
    doc: "A directory that remembers the last 30 reports: their outcomes are read for the trends, and this one's are added. Keep it in your CI system's cache.",
  },
  resume: {
    group: "The run",
    type: "flag",
    default: false,
    doc: "Wait for the unfinished run that an earlier process started with the same inputs, found in run.json in the report directory, instead of starting another.",
  },
  correlate: {
    group: "The run",
    label: "Put a token before the name",
    type: "flag",
    default: false,
    doc: "Put a short token before the run's name at the service, so that you can find the run there if its start is uncertain; run.json contains it too.",
  },
  callbackListen: {
    group: "Waiting",
    label: "Listen for the call of the service at",
    type: "text",
    placeholder: "host:port",
    doc: "Listen at host:port for the service's call that the run is over, if the service can call, and check the status immediately; other status checks are then 30 s apart. --callback is then the public address that leads here.",
  },
  json: { group: "Output", type: "flag", default: false, doc: "Print the result as one JSON document on stdout." },
  caFile: {
    group: "Network",
    type: "path",
    doc: "A PEM file with certificate authorities to trust in addition to the usual ones.",
  },
  proxy: {
    group: "Network",
    type: "url",
    credentials: true,
    doc: "The proxy for every request. Default: HTTPS_PROXY, HTTP_PROXY and NO_PROXY.",
  },
  insecureHttp: {
    group: "Network",
    label: "Allow unencrypted http",
    type: "flag",
    default: false,
    doc: "Allow a service's address that begins with http: and is not this machine; secrets are then sent unencrypted.",
  },
  maxResponse: {
    group: "Network",
    label: "Largest accepted answer",
    type: "size",
    minBytes: 1024,
    default: 67_108_864,
    doc: "The largest accepted answer of a service, decompressed, such as 64MiB.",
  },
  verbose: { group: "Output", type: "flag", default: false, doc: "Print every status check and every retry." },
  quiet: { group: "Output", type: "flag", default: false, doc: "Print only the verdict and what went wrong." },
  noColor: {
    group: "Output",
    type: "flag",
    default: false,
    doc: "Turn off colour and the live view; NO_COLOR does the same.",
  },
} as const;

/** The options of every run, typed by the table. */
export type CommonOptions = OptionsOf<typeof commonInputs>;
