/** A file from the service, kept unchanged under `provider/` of the report directory. */
export interface ProviderFile {
  /** A plain file name chosen by the provider, never by the service. */
  readonly name: string;
  /** A title for people, in the provider's words: "apptest.ai's own report". */
  readonly title: string;
  readonly content: string;
}
