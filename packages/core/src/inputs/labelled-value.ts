/** A value that starts a run of its own, and what the run is called in the output. */
export interface LabelledValue {
  /** Undefined if the user gave none. */
  readonly label: string | undefined;
  readonly value: string;
}

const label = /^([\p{L}\p{N}][\p{L}\p{N}_.-]{0,39})?=(?=[^=])(.+)$/su;

/**
 * Splits `checkout=6ba7b810-…` into the label and the value. The first `=` ends the label, so a value that follows a label
 * may contain more of them. A `=` at the end belongs to the value, and after an empty label nothing else is split.
 *
 * @example labelledValue("checkout=a1") // { label: "checkout", value: "a1" }
 * @example labelledValue("YWJj==") // { label: undefined, value: "YWJj==" }
 * @example labelledValue("=a=b") // { label: undefined, value: "a=b" }
 */
export function labelledValue(text: string): LabelledValue {
  const [, given, value] = label.exec(text) ?? [];
  return value === undefined ? { label: undefined, value: text } : { label: given, value };
}
