/** The inputs of the commands that take a plan file. */
export const planInputs = {
  config: {
    group: "A plan of several runs",
    label: "Plan file",
    type: "path",
    doc: "The plan file, which describes several runs, instead of a provider. Default without a provider: remotest.yaml, if it exists.",
  },
  run: {
    group: "A plan of several runs",
    label: "Names of the runs",
    type: "text",
    placeholder: "glob",
    doc: "Only the runs of the plan file whose names match, such as 'shop *' (in quotes for a shell).",
  },
} as const;

/** The input of the command that runs a plan. */
export const shardInputs = {
  shard: {
    group: "A plan of several runs",
    type: "text",
    placeholder: "i/n",
    doc: "Only shard i of n of the plan, such as 2/4. The split is the same on every machine, and balanced by the durations in earlier reports, if there are any.",
  },
} as const;

/** The input of the command that shares a plan between jobs. */
export const shardsInputs = {
  shards: {
    group: "A plan of several runs",
    type: "integer",
    min: 1,
    max: 256,
    doc: "How many jobs share the plan. Default: one for each run.",
  },
} as const;
