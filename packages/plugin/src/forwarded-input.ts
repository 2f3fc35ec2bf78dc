/** An input whose value goes to the command through its environment variable. */
export interface HandedOnInput {
  readonly name: string;
  readonly secret: boolean;
  /** What the manifest fills in; the command has the same default. */
  readonly default?: string;
  /** The variable by provider, or under `remotest` for every run. */
  readonly variables: Readonly<Record<string, string>>;
}
