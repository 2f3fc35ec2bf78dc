/** A sentence for each property of one part of a document. */
export type PartWords = Readonly<Record<string, string>>;

/** The descriptions in a published schema, for people. */
export interface SchemaWords {
  readonly title: string;
  readonly description: string;
  /** By the name of the part; `document` is the whole document. */
  readonly parts: Readonly<Record<string, PartWords>>;
}

const gate = {
  failOn: "What stops the pipeline: `--fail-on`.",
  maxFailures: "How many failed tests are forgiven: a number, or a percentage of all tests.",
  minTests: "If fewer tests than this really ran, the run failed.",
  maxDurationMs: "If the run took longer, it failed. In milliseconds.",
};

const attempt = {
  outcome: "The outcome. `failed`: the app did not do what was expected. `error`: the test itself broke.",
  message: "Why it ended so, in the service's words. Required for `failed` and `error`; left out for `passed`.",
  durationMs: "The duration, in milliseconds. Left out if the service does not say.",
  links: "Pages for people, such as a video of the test.",
};

export const resultsWords: SchemaWords = {
  title: "results.json",
  description:
    "The whole report of one `remotest` command, version 1. `remotest merge` reads it back. Texts are as the service sent them: escape them before you show them, and follow a link only if it is http(s). Fields may be added within version 1, so ignore the ones you do not know. `null` means the same as a field that is left out. Beyond this schema Remotest also checks that what the file says twice agrees, such as the verdict of the plan and those of its runs.",
  parts: {
    document: {
      version: "The version of this format.",
      commit: "The commit under test, as the CI system names it. Left out if it is not known.",
      origin: "The build that the report comes from, as the CI system names it. Left out outside of a CI system.",
      plan: "The plan file that the runs are from. Left out without one, and after a merge of which runs are missing.",
      lacksShards:
        "`true` if the report has runs of a shard beside others, and no plan: its verdict is not on the whole plan of that shard. Otherwise left out.",
      verdict:
        "The verdict on all runs: the worst of those that may stop the pipeline, or a `provider-error` if the report could not be written.",
      exitCode: "The exit code that belongs to the verdict.",
      warnings: "Warnings for people about the plan as a whole.",
      quarantineWarnings: "The same about the quarantine file, such as an entry that has expired.",
      runs: "The runs, in the order they were given.",
    },
    planVerdict: {
      kind: "The kind of verdict. docs/glossary.md explains each of them.",
      reason: "Why, in one sentence for people.",
      forgiven: "The number of tests that did not pass and were forgiven. Only if the verdict is `passed`.",
    },
    run: {
      provider: "The name of the provider, such as `apptest` or `ats`.",
      name: "The name of the run, for people.",
      distinction:
        "Distinguishes the run from the others of its plan, and is the same each time: the ID of its template. Left out if there is only one such run.",
      label:
        "What the user calls the run in the output, as in `--template-id checkout=<id>`. Left out if it was not given.",
      position:
        "The place of the run among those of the plan file, in all shards, from 0. Several runs that one entry starts share it. Left out without a plan file.",
      commit: "The commit for which the run was started. Left out if it is not known.",
      blocking:
        "`false` if the run does not count in the verdict of the plan: it is reported and never stops the pipeline. Otherwise left out.",
      gate: "What `merge` and `attach` judge the run by, unless they are told otherwise: the gate of the run in the plan file, otherwise `--min-tests` and `--max-duration`. Left out if neither was set.",
      mayHaveStarted: "Set if there is no handle and the run may have been started anyway.",
      handle: "The data by which the run is found again. Left out if it was not started, or if that is not known.",
      startedAt: "When the run was started, in UTC.",
      endedAt: "When Remotest was done with the run, in UTC. Not before `startedAt`.",
      verdict: "The verdict on this run.",
      results: "The results from the service. A run has either `results` or an `error`.",
      error: "Why there are no results.",
      attachments: "Files of the report directory with what the service itself returned.",
    },
    handle: {
      ref: "The reference, which `remotest attach` takes: `apptest:251929`, `ats:<AppID>/<JobID>`.",
      name: "The name of the run at the service, if it is known.",
      url: "A page about the run for people, if the service has one.",
    },
    verdict: {
      kind: "The kind of verdict. A run with results is `passed`, `failed` or, if the report could not be written, `provider-error`; a run with an error is what the error is.",
      reason: "Why, in one sentence for people.",
      forgiven: "The number of tests that did not pass and were forgiven.",
    },
    results: {
      suites: "The test cases, in the service's groups.",
      conclusion: "The service's own conclusion.",
      warnings: "Warnings for people about the service's answers. They change no outcome.",
      quarantineWarnings: "Failures that the quarantine did not forgive, and why.",
      durationMs:
        "How long the run took at the service, with its reruns, in milliseconds. Left out if it is not known.",
    },
    suite: {
      name: "The name of the group.",
      ofDevices: "Each test case is a device on which the same test ran; its name is the device's.",
      cases: "Its test cases.",
    },
    testCase: {
      name: "The name of the test case.",
      ...attempt,
      earlierAttempts:
        "Earlier attempts at the same test case, oldest first. All other fields are of the last attempt.",
      unnamed: "The service counts this case without naming it, so Remotest made up the name.",
      quarantine: "The entry of the quarantine file that forgives this failure. Only for `failed` and `error`.",
    },
    attempt,
    link: {
      label: "A name for the page.",
      href: "Its address, as the service sent it: it may be anything.",
    },
    quarantine: {
      reason: "Why the failure is forgiven.",
      until: "The last day on which it is forgiven, as `2026-12-31`.",
    },
    gate,
    conclusion: {
      kind: "`cut-short`: the run was stopped before all of it ran, so it never counts as passed. `unstated`: the service draws no conclusion.",
      message: "Why, in the service's words.",
    },
    error: {
      kind: "The kind of error. It decides the verdict: `usage`, `timed-out` and so on.",
      code: "A code that stays the same, for scripts, such as `apptest-4050`.",
      message: "What happened.",
      next: "What to do next.",
      serviceCode: "The service's own code.",
      reason: "The service's own words.",
      signal: "The signal that stopped the command.",
      problems: "Everything that is wrong with the options.",
    },
    problem: {
      message: "What is wrong, with the name of the option.",
      suggestion: "The likely correction, or the next step.",
    },
    attachment: {
      title: "A title of the file.",
      file: "Its path in the report directory: `provider/` and a plain file name.",
      testCase: "The test case that the file is about. Left out if it is about the run.",
    },
    caseName: {
      suite: "The name of its suite.",
      name: "Its name. Of several with the same names it is the first.",
    },
    origin: {
      system: "The CI system: `GitHub`, `Azure DevOps`, `GitLab` or `Jenkins`.",
      branch: "The branch, or the source branch of a pull request.",
      build: "The number or the name of the build.",
      buildUrl: "A page about the build.",
      repository: "The name of the repository, as the CI system writes it.",
      repositoryUrl: "The address of a page about the repository.",
      startedBy: "The person or the account that started the build.",
    },
    plan: {
      hash: "One SHA-256 over the runs of the plan, the same on every machine.",
      runs: "How many runs the plan has, in all shards.",
      build:
        "The run of the pipeline in which its runs were started, such as `GitHub 7263451208`: the same for all of its jobs and all attempts at them. Left out if the CI system does not name it.",
      shard: "The shard that the report is about. Left out if the report is about all runs.",
    },
    shard: {
      number: "The number of the shard, from 1.",
      of: "How many shards there are.",
    },
  },
};

export const runWords: SchemaWords = {
  title: "run.json",
  description:
    "The runs of a report directory, version 1: which were requested and started, and how they ended. Remotest replaces the file as a whole before each start and after each answer; `--resume` reads it. Fields may be added within version 1, so ignore the ones you do not know.",
  parts: {
    document: {
      version: "The version of this format.",
      runs: "The runs of the latest plan in its order, then those of earlier plans that are still to be resumed.",
    },
    run: {
      provider: "The name of the provider, such as `apptest` or `ats`.",
      ref: "The reference, which `remotest attach` takes. `null` if there is none; `start` says why.",
      url: "A page about the run for people. `null` if the service has none.",
      name: "The name of the run, for people.",
      distinction:
        "What distinguishes the run from the others of its plan: the ID of its template. `null` if there is none, or if it is not known.",
      label:
        "What the user calls the run in the output: its name in a plan of several runs, or a label as in `--template-id checkout=<id>`. `null` if it was not given.",
      start:
        "`not-started`: nothing has been started. `on-its-way`: the start was sent and may have arrived, but there is no answer. `started`: there is a reference.",
      plan: "The same for all runs of one plan, which share a verdict. `null` if it is not known.",
      inputs: "The fingerprint of the request, by which `--resume` recognises the run. `null` if there is none.",
      token: "The token before the run's name at the service. `null` if no token was sent: see `--correlate`.",
      reruns: "The references of reruns of what did not pass, in order.",
      rerunOnItsWay: "True if one more rerun was sent and may have arrived, but there is no answer.",
      gate: "What `attach` judges the run by, unless it is told otherwise, as in results.json. `null` if its own options alone decide.",
      commit:
        "The commit under test for which the run was started. `null` if it is not known, as for a run that was started elsewhere.",
      part: "The place of the run in a plan file, so that the report of `attach` still belongs to its shard. `null` without a plan file.",
      startedAt: "When the run was started, in UTC.",
      endedAt: "When Remotest was done with the run, in UTC. `null` until then.",
      verdict: "The kind of verdict, as in results.json. `null` until there is one.",
      reported: "True if the verdict was reported: the report files are written and every listener has received it.",
    },
    gate,
    part: {
      hash: "One SHA-256 over the runs of the plan, as in results.json.",
      runs: "How many runs the plan has, in all shards.",
      shard: "The shard that started the run. `null` if the command started all runs of the plan.",
      build: "The run of the pipeline that started the run, as in results.json. `null` if it is not known.",
      position: "The place of the run among those of the plan, from 0.",
      blocking: "False if the run is reported and never stops the pipeline.",
    },
    shard: {
      number: "The number of the shard, from 1.",
      of: "How many shards there are.",
    },
  },
};

export const quarantineWords: SchemaWords = {
  title: "The quarantine file of Remotest",
  description:
    "Test cases whose failures are shown but forgiven, for `--quarantine`. The file is YAML or JSON. Remotest also refuses two entries for the same tests.",
  parts: {
    document: {},
    entry: {
      case: "The name of the test case as the reports show it, or a glob: `*` is any text, `?` is one character.",
      suite: "Only in this suite: its name, or a glob.",
      reason: "Why the failures are forgiven, such as the number of an issue.",
      until: "The last day on which the entry applies, in UTC, such as 2026-12-31.",
    },
  },
};
