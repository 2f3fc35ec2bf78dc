import { longestGlob } from "@remotest/core/flow";
import type { PlacedCase } from "../cases/placed-case.ts";
import { day } from "../cases/trend-words.ts";
import { type Markdown, joinedMarkdown, markdown, yamlText } from "./text.ts";

/** For how many days a suggested entry forgives: long enough to fix a test, too short to forget it. */
const days = 14;

/**
 * An entry of the quarantine file for a flaky test, ready to paste: YAML on four lines. Undefined if the test has no name
 * by which an entry could cover it.
 *
 * @param now the day of the report; the entry applies for two weeks from then
 */
export function quarantineEntry({ suite, testCase }: PlacedCase, now: Date): Markdown | undefined {
  if (testCase.name.trim() === "") return undefined;
  const attempts = testCase.earlierAttempts.length + 1;
  const lines = [
    markdown`- case: ${yamlText(asPattern(testCase.name))}`,
    ...(suite.trim() === "" ? [] : [markdown`  suite: ${yamlText(asPattern(suite))}`]),
    markdown`  reason: "Flaky: passed at attempt ${attempts} on ${day(now)}; add the number of an issue"`,
    markdown`  until: ${day(new Date(now.getTime() + days * 86_400_000))}`,
  ];
  return joinedMarkdown(lines, "\n");
}

/**
 * A name as an entry may have it: white space as reports show it, and the rest of a very long one as a star. A star of the
 * name itself would forgive other tests, even all of them; a question mark stands for one character.
 */
function asPattern(name: string): string {
  const line = name.replaceAll(/\s+/g, " ").trim().replaceAll("*", "?");
  const characters = [...line];
  return characters.length <= longestGlob ? line : `${characters.slice(0, longestGlob - 1).join("")}*`;
}
