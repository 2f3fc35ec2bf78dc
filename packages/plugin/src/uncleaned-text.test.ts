import { clean, cleanText } from "@remotest/reporters";
import { expect, it } from "vitest";
import type { CiSystem } from "./ci-system.ts";

/** A name as a service returns it. */
const raw: string = "##[error]";

// tsc checks this: if the log accepts the text, the unused `@ts-expect-error` is an error.
it("is refused by the log of a CI system", () => {
  const told: string[] = [];
  const print = ({ say }: Pick<CiSystem, "say">): void => {
    // @ts-expect-error not cleaned
    say(raw);
    say(clean`Failed: ${cleanText(raw)}`);
  };
  print({ say: (text: string) => void told.push(text) });
  expect(told.at(-1)).toBe("Failed: # #[error]");
});
