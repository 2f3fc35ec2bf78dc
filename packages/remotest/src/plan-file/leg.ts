/** One job of a CI system's matrix: the part of a plan that it starts. */
export interface Leg {
  /** Its name for people: the name of its run, or `shard 2 of 4`. Unique among the legs of a plan, and only for the output. */
  readonly name: string;
  /** The plan file. */
  readonly config: string;
  /** The value of `--run`, by which the runs of the plan were picked. */
  readonly run: string | undefined;
  /** The value of `--shard`. */
  readonly shard: string;
}

/** The announcement that the jobs of a plan make to the system that keeps the code. */
export interface PipelineAnnouncement {
  readonly commitStatus: boolean;
  readonly comment: boolean;
  /** The name of the status and of the comment. */
  readonly checkName: string;
}
