import { type InputNames, worded, type Wording } from "./wording.ts";

/** Something that is not valid in the user's options, variables or files. */
export interface Problem<Text = Wording> {
  /** Says what is wrong, with the name of the input if there is one. */
  readonly message: Text;
  /** Says what was probably meant, or what to do. */
  readonly suggestion?: Text;
  /** The inputs that it is about, by their names in the table. */
  readonly about?: readonly string[];
  /** True if it only says that they are missing: it is left out if another problem is about one of them. */
  readonly missing?: true;
}

/** Returns a problem as the user who knows the inputs by these names reads it. */
export function problemIn({ message, suggestion, ...rest }: Problem, names?: InputNames): Problem<string> {
  return {
    ...rest,
    message: worded(message, names),
    ...(suggestion === undefined ? {} : { suggestion: worded(suggestion, names) }),
  };
}
