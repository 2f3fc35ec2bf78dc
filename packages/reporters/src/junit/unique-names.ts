import { type CleanText, clean } from "../words/service-text.ts";

/** Returns the name of a test case in the file. */
export type UniqueNames = (classname: CleanText, name: CleanText) => CleanText;

/** Adds a number to a name that is already taken: `Pixel 9 (2)`. GitLab drops equal (classname, name) pairs. */
export function uniqueNames(): UniqueNames {
  const next = new Map<string, number>();
  return (classname, name) => {
    const key = (name: string) => `${classname}\n${name}`;
    let number = next.get(key(name)) ?? 1;
    let unique = number === 1 ? name : clean`${name} (${number})`;
    while (number > 1 && next.has(key(unique))) unique = clean`${name} (${++number})`;
    next.set(key(name), number + 1);
    if (unique !== name) next.set(key(unique), 2);
    return unique;
  };
}
