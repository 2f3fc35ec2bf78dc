/**
 * A release that must not be continued, because something else was published or built than what this release is.
 * Thrown before anything is changed.
 */
export class ReleaseRefusal extends Error {
  override readonly name = "ReleaseRefusal";
  /** The next step, as one sentence. */
  readonly advice: string;

  constructor(message: string, advice: string) {
    super(message);
    this.advice = advice;
  }
}
