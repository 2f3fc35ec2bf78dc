/** A change of the code that no test notices, and why none has to. */
export interface AcceptedMutant {
  readonly file: string;
  /** The line as it stands, without its indentation. */
  readonly line: string;
  /** What stands in place of a part of it. */
  readonly replacement: string;
  readonly reason: string;
}

export const acceptedMutants: readonly AcceptedMutant[] = [];
