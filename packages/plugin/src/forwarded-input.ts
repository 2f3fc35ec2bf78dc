/** An input whose value goes to the command through its environment variable. */
export interface ForwardedInput {
  readonly name: string;
  readonly secret: boolean;
  /** The variable by provider, or under `remotest` for every run. */
  readonly variables: Readonly<Record<string, string>>;
}
