/** The name of a test case in the results, with that of its suite. */
export interface CaseName {
  readonly suite: string;
  readonly name: string;
}

/** Something the service returned, kept as it came under `provider/` of the report directory. */
export interface ProviderFile {
  /** A plain file name chosen by the provider, never by the service. */
  readonly name: string;
  /** A title for people, in the provider's words: "apptest.ai's own report". */
  readonly title: string;
  /** Text, or the bytes of a picture or a film. Secrets are removed from text only. */
  readonly content: string | Uint8Array;
  /** The test case that the file is about, by the names in the results: the report page shows the file there. */
  readonly testCase?: CaseName;
}
