import { type CleanText, clean, type OwnText } from "../words/service-text.ts";
import { painted, type TerminalText } from "./paint.ts";

/** A CI system whose log folds lines between two markers. */
export type Folding = "github" | "gitlab" | "azure";

/** Puts lines where a reader of the log sees only their title, until it is opened. */
export type Fold = (title: CleanText, lines: readonly TerminalText[]) => readonly TerminalText[];

/**
 * Makes what folds lines in the log of a CI system. The markers are ours: what looks like one in a service's text is
 * broken up in `service-text.ts`. No fold contains another, because GitHub has none of those.
 *
 * @param at when, in milliseconds since 1970: GitLab shows how long a section took, and this took no time
 */
export function foldFor(folding: Folding, at: number): Fold {
  let sections = 0;
  return (title, lines) => {
    sections++;
    const [begin, end] = markers[folding](title, clean`${Math.floor(at / 1000)}:remotest_${sections}`);
    return [begin, ...lines, end];
  };
}

type Markers = (title: CleanText, section: OwnText) => readonly [begin: TerminalText, end: TerminalText];

const markers: Readonly<Record<Folding, Markers>> = {
  github: (title) => [painted`::group::${title}`, painted`::endgroup::`],
  azure: (title) => [painted`##[group]${title}`, painted`##[endgroup]`],
  gitlab: (title, section) => [
    painted`\u001b[0Ksection_start:${section}[collapsed=true]\r\u001b[0K${title}`,
    painted`\u001b[0Ksection_end:${section}\r\u001b[0K`,
  ],
};
