import type { JsonSchema } from "@valibot/to-json-schema";
import { checks } from "../../packages/remotest/src/doctor/finding.ts";

const text: JsonSchema = { type: "string" };
const textOrNull: JsonSchema = { type: ["string", "null"] };
const count: JsonSchema = { type: "integer", minimum: 0 };
const time: JsonSchema = { type: "string", format: "date-time" };
const part = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });
const list = (items: JsonSchema): JsonSchema => ({ type: "array", items });

const verdicts = ["passed", "failed", "usage", "provider-error", "timed-out", "unknown-start", "interrupted"];

/** An object with these properties, each with its sentence; those in `optional` may be left out. */
function object(
  properties: Readonly<Record<string, readonly [string, JsonSchema]>>,
  optional: readonly string[] = [],
): JsonSchema {
  const described = Object.entries(properties).map(([name, [description, schema]]) => [
    name,
    { description, ...schema },
  ]);
  return {
    type: "object",
    properties: Object.fromEntries(described) as Record<string, JsonSchema>,
    required: Object.keys(properties).filter((name) => !optional.includes(name)),
  };
}

const verdict = ["The kind of verdict. docs/glossary.md explains each of them.", { enum: verdicts }] as const;
const exitCode = ["The exit code of the command.", { type: "integer", minimum: 0, maximum: 130 }] as const;
const counts = {
  total: ["How many test cases there are.", count],
  passed: ["How many passed, flaky ones included.", count],
  failed: ["How many failed: the app did not do what was expected.", count],
  errors: ["How many broke: the test itself did not work.", count],
  skipped: ["How many were not executed.", count],
  flaky: ["How many passed only at a later attempt.", count],
  quarantined: ["How many of those that did not pass are in quarantine.", count],
} as const;
const reference = {
  ref: ["The reference, which `remotest attach` takes. `null` if there is none.", textOrNull],
  url: ["A page about the run for people. `null` if the service has none.", textOrNull],
} as const;

/** The schema of what `--json` prints. The tests check it against what the command prints. */
export const jsonOutputSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "The output of --json",
  description:
    "What `remotest` prints on stdout with `--json`: one document. `run`, `attach`, `rerun` and `merge` print a result, `start` prints what was started, `status` a state for each run, `cancel` what became of each request, `--dry-run` what would be sent, `plan` the runs of a plan file, `doctor` what it found, and a command that ends with an error before there is a report prints a refusal. Fields may be added, so ignore the ones you do not know. Texts are as the service sent them: escape them before you show them.",
  anyOf: [
    part("result"),
    part("started"),
    part("state"),
    list(part("state")),
    part("cancelled"),
    part("dryRun"),
    part("plan"),
    part("doctor"),
    part("refusal"),
  ],
  $defs: {
    result: object({
      verdict,
      reason: ["Why, in one sentence for people.", text],
      exitCode,
      ...counts,
      reportDir: ["The absolute path of the report directory.", text],
      warnings: ["What a person should know about the plan as a whole.", list(text)],
      runs: ["The runs, in the order they were given.", list(part("run"))],
    }),
    run: object(
      {
        provider: ["The name of the provider, such as `apptest` or `ats`.", text],
        name: ["The name of the run, for people.", text],
        ...reference,
        startedAt: ["When the run was started, in UTC.", time],
        endedAt: ["When Remotest was done with the run, in UTC.", time],
        verdict,
        reason: ["Why, in one sentence for people.", text],
        ...counts,
        warnings: ["What the service said that changes no outcome.", list(text)],
        notPassed: ["The test cases that did not pass. results.json has all of them.", list(part("case"))],
        error: ["Why there are no results. A run has either the counts or an `error`.", part("error")],
      },
      [...Object.keys(counts), "warnings", "notPassed", "error"],
    ),
    case: object(
      {
        suite: ["The name of its suite.", text],
        name: ["Its name.", text],
        outcome: [
          "`failed`: the app did not do what was expected. `error`: the test broke.",
          { enum: ["failed", "error"] },
        ],
        message: ["Why, in the service's words.", textOrNull],
        links: ["The addresses of pages for people.", list(text)],
        quarantine: ["The entry of the quarantine file that forgives the failure.", { type: "object" }],
      },
      ["quarantine"],
    ),
    started: object({
      runs: ["The runs, in the order they were given.", list(part("start"))],
    }),
    start: object(
      {
        provider: ["The name of the provider.", text],
        name: ["The name of the run, for people.", text],
        ...reference,
        exitCode: ["The exit code of this run, if it was not started.", { type: "integer" }],
        error: ["Why it was not started.", part("error")],
      },
      ["exitCode", "error"],
    ),
    state: object(
      {
        ref: ["The reference.", text],
        url: reference.url,
        status: ["How far the run is.", { enum: ["queued", "running", "finished", "unrecognised"] }],
        progress: ["How many cases are in which state, as far as the service says.", { type: "object" }],
        says: ["The service's own word for a status that is in no documentation.", text],
      },
      ["progress", "says"],
    ),
    cancelled: object({
      exitCode,
      runs: ["The runs, in the order they were given.", list(part("cancel"))],
    }),
    cancel: object(
      {
        ref: ["The reference.", text],
        url: reference.url,
        cancel: [
          "`cancelled`: the service accepted the request. `finished`: the run was over. `null` if it was not cancelled.",
          { enum: ["cancelled", "finished", null] },
        ],
        exitCode: ["The exit code of this run.", { type: "integer" }],
        error: ["Why it was not cancelled.", part("error")],
      },
      ["error"],
    ),
    dryRun: object({
      dryRun: ["Nothing was sent or written.", { const: true }],
      exitCode: ["Always 0: if anything is wrong, a refusal is printed instead.", { const: 0 }],
      reportDir: ["The absolute path of the report directory, which a run would write.", text],
      warnings: ["What a person should know about the options.", list(text)],
      runs: ["The runs, in the order they were given.", list(part("planned"))],
    }),
    planned: object({
      provider: ["The name of the provider.", text],
      name: ["The name of the run, for people.", text],
      label: ["What the run is called in the output. `null` for a single run.", textOrNull],
      begins: [
        "`start`: it would be started. `attach`: `--resume` would wait for the run that an earlier process has started.",
        { enum: ["start", "attach"] },
      ],
      ref: ["The reference of the run to wait for. `null` for a start.", textOrNull],
      inputs: ["The inputs that are set, by their names in camelCase; secrets are `***`.", { type: "object" }],
      files: ["The files among the inputs, with their sizes in bytes.", { type: "object" }],
    }),
    plan: object(
      {
        file: ["The path of the plan file, as it was given.", text],
        concurrency: ["How many starts may be under way at the same time.", { type: "integer", minimum: 1 }],
        shards: ["The jobs that share the plan. Only with `--shards`.", list(part("shard"))],
        runs: ["The runs, in the order of the file.", list(part("plannedRun"))],
      },
      ["shards"],
    ),
    shard: object({
      name: ["The name of the job, for people.", text],
      shard: ["The value of `--shard` with which the job starts its part, such as `2/4`.", text],
    }),
    plannedRun: object(
      {
        name: ["The name of the run. `null` if it gets the default name.", textOrNull],
        provider: ["The name of the provider.", text],
        place: ["Where the run stands in the file.", text],
        matrix: ["The values of its matrix.", { type: "object" }],
        with: ["The options of the provider, as texts; several values are a list.", { type: "object" }],
        options: ["The options of every run, likewise.", { type: "object" }],
        blocking: ["False if the run never stops the pipeline.", { type: "boolean" }],
        shard: ["The shard that starts the run. Only with `--shards`.", text],
      },
      ["shard"],
    ),
    doctor: object({
      exitCode: ["2 if there is a problem, otherwise 0.", { enum: [0, 2] }],
      checks: ["The checks, in the order in which they were made.", list(part("check"))],
    }),
    check: object({
      check: ["The kind of check.", { enum: [...checks] }],
      provider: ["The provider that it is about. `null` for what every run uses.", textOrNull],
      outcome: [
        "`problem`: a run would fail. `warning`: it may not do what was intended. `skipped`: there was nothing to check.",
        { enum: ["ok", "warning", "problem", "skipped"] },
      ],
      subject: ["What was checked. `null` if `found` begins with it.", textOrNull],
      found: ["What was found.", text],
      next: ["The next step. `null` if there is none.", textOrNull],
    }),
    refusal: object({ verdict, exitCode, error: ["Why the command ended.", part("error")] }),
    error: object(
      {
        code: ["A code that stays the same, for scripts, such as `apptest-4050`.", text],
        message: ["What happened.", text],
        next: ["What to do next.", text],
        serviceCode: ["The service's own code.", textOrNull],
        reason: ["The service's own words.", textOrNull],
        problems: ["Everything that is wrong with the options.", list({ type: "object" })],
      },
      ["serviceCode", "reason", "problems"],
    ),
  },
};
