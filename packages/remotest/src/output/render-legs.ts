import type { Problem } from "@remotest/core";
import type { ProgramText } from "@remotest/reporters";
import type { Redact } from "@remotest/http";
import type { Leg, PipelineAnnouncement } from "../plan-file/leg.ts";
import { type LegFormat, legFormats } from "./leg-formats.ts";

type Format = keyof typeof legFormats;

/** How the legs of a plan are to be printed. */
interface LegOutput {
  readonly format: Format;
  readonly own: Redact;
  /** Of the command. */
  readonly version: string;
  /** The part that tells GitLab about the whole plan; undefined if there is nothing to tell. */
  readonly announcement?: PipelineAnnouncement | undefined;
}

/** Returns the legs of a plan as a CI system takes them, or why it does not. No secret is in the text. */
export function renderLegs(
  legs: readonly Leg[],
  { format: name, own, version, announcement }: LegOutput,
): ProgramText | readonly Problem[] {
  const format: LegFormat = legFormats[name];
  const problems = unusableValues(legs, announcement, format, own);
  if (problems.length > 0) return problems;
  const shown = legs.map((leg) => ({ ...leg, name: own(leg.name) }));
  const text = format.render(shown, version, announcement);
  return format.longest && text.length > format.longest.characters ? [tooLong(text, format)] : text;
}

/**
 * Reports if a CI system does not start so many jobs of a plan.
 * @param asked the value of `--shards`
 */
export function tooManyJobs(jobs: number, format: Format, asked: number | undefined): readonly Problem[] {
  const { system, mostJobs } = legFormats[format];
  if (jobs <= mostJobs) return [];
  const what = asked === undefined ? `The plan has ${jobs} runs` : `--shards is ${asked}`;
  return [
    {
      message: `${what}, and ${system} starts at most ${mostJobs} jobs of a plan.`,
      suggestion: `Set --shards to at most ${mostJobs}: each job then starts several runs.`,
    },
  ];
}

const withoutDollar = {
  "--config": "Rename the file.",
  "--run": "Write ? instead, which stands for any character.",
  "--check-name": "Leave it out.",
};

/** The values by which a job finds its runs, and a result its name, must arrive unchanged. */
function unusableValues(
  [leg]: readonly Leg[],
  announcement: PipelineAnnouncement | undefined,
  { system, expandsDollars }: LegFormat,
  own: Redact,
): readonly Problem[] {
  const name = announcement?.checkName ?? "";
  const values = Object.entries({ "--config": leg?.config ?? "", "--run": leg?.run ?? "", "--check-name": name });
  return values.flatMap(([option, value]) => {
    if (own(value) !== value)
      return [{ message: `${option} contains a secret, which would be visible in the pipeline.` }];
    if (!expandsDollars || !value.includes("$")) return [];
    return [
      {
        message: `${option} contains a $, which ${system} would expand.`,
        suggestion: withoutDollar[option as keyof typeof withoutDollar],
      },
    ];
  });
}

function tooLong(text: string, { system, longest }: LegFormat): Problem {
  return {
    message: `The matrix has ${text.length} characters, and ${longest?.of} of ${system} can have at most ${longest?.characters}.`,
    suggestion: "Set --shards to a smaller number, or give the runs shorter names.",
  };
}
