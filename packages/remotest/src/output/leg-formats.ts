import { type ProgramText, programText } from "@remotest/reporters";
import type { Leg, PipelineAnnouncement } from "../plan-file/leg.ts";
import { inertJson, inertYaml } from "./inert-json.ts";
import { childPipeline } from "./gitlab-child-pipeline.ts";
import { legNames, wellFormed } from "./leg-names.ts";

/** How a CI system takes the legs of a plan. */
export interface LegFormat {
  /** As people call it. */
  readonly system: string;
  /** The most jobs that one plan can have. */
  readonly mostJobs: number;
  /** The most characters of the text, if the system has a limit, and what it is a limit of. */
  readonly longest?: { readonly characters: number; readonly of: string };
  /** True if a `$` in the value of an option would be expanded on its way to the job. */
  readonly expandsDollars?: true;
  /** Returns the text for the pipeline. */
  readonly render: (legs: readonly Leg[], version: string, announcement?: PipelineAnnouncement) => ProgramText;
}

/** The legs of a plan, as each CI system takes them. */
export const legFormats: Readonly<Record<"github" | "gitlab" | "azure" | "jenkins", LegFormat>> = {
  /** Lines for `$GITHUB_OUTPUT`. An empty matrix is an error there, so `any` says whether there is a leg. */
  github: {
    system: "GitHub",
    mostJobs: 256,
    // The outputs of a job may have 1 MB, counted in UTF-16.
    longest: { characters: 2 ** 19, of: "the outputs of a job" },
    render: (legs) => {
      const include = legs.map(({ name, config, run = "", shard }) => {
        // The name of an artifact cannot contain a slash.
        const id = shard.replace("/", "-of-");
        return { name, id, config, run, shard };
      });
      return programText`matrix=${inertJson({ include }, 0)}\nany=${legs.length > 0}\n`;
    },
  },
  gitlab: {
    system: "GitLab",
    mostJobs: 200,
    expandsDollars: true,
    render: (legs, version, announcement) => programText`${inertYaml(childPipeline(legs, version, announcement))}\n`,
  },
  /** One line, for an output variable. */
  azure: {
    system: "Azure Pipelines",
    mostJobs: 256,
    expandsDollars: true,
    render: (legs) => {
      const keys = legNames(legs, { clean: azureKey, longest: 80, joint: "_" });
      const variables = legs.map(({ name, config, run = "", shard }) => ({
        leg: shownInAzure(name),
        config,
        run,
        shard,
      }));
      return programText`${inertJson(Object.fromEntries(keys.map((key, index) => [key, variables[index]])), 0)}\n`;
    },
  },
  /** By the name of the branch, the parameters of `remotestRun`. */
  jenkins: {
    system: "Jenkins",
    mostJobs: 256,
    render: (legs) => {
      // An entry of this name would be an option of `parallel`.
      const named = legs.map((leg) => (leg.name === "failFast" ? { ...leg, name: `${leg.name} ${leg.shard}` } : leg));
      // Names that differed only in a secret are the same by now, and a branch must not take the place of another.
      const names = legNames(named, { clean: (name) => name, longest: Infinity, joint: " " });
      const branches = legs.map(({ config, run, shard }, index) => [
        names[index],
        { config, ...(run !== undefined && { run }), shard },
      ]);
      return programText`${inertJson(Object.fromEntries(branches), 2)}\n`;
    },
  },
};

/** A job's name in Azure: letters, digits and underscores, the first a letter. */
function azureKey(name: string): string {
  const key = name
    .normalize("NFKD")
    .replaceAll(/[^A-Za-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "");
  return /^[A-Za-z]/.test(key) ? key : `leg_${key}`;
}

/** The agent expands variables in the value of a variable, and obeys commands in whatever is printed. */
function shownInAzure(name: string): string {
  return wellFormed(name)
    .replaceAll("$", "_")
    .replaceAll(/#(?=#)/g, "# ");
}
