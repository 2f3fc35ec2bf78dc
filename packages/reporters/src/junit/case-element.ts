import { type Attempt, isFlaky, type TestCase } from "@remotest/core";
import { isDuration } from "@remotest/core/flow";
import { messageOf, messageText } from "../cases/placed-case.ts";
import { quarantineLine } from "../words/quarantine-words.ts";
import type { RunError } from "../cases/run-error.ts";
import { linkLine } from "../words/safe-href.ts";
import { type CleanText, joined, nonEmpty, serviceLine } from "../words/service-text.ts";
import { type ElementName, secondsText, text, type Xml, xml, xmlLines } from "./xml-text.ts";

/** The longest message in the body of an element; its attribute has one line of it. */
const longestMessage = 64 * 1024;

/** The name of a test case in the file. */
export interface CaseNames {
  readonly classname: CleanText;
  readonly name: CleanText;
}

/** A test case with its attempts, its links and the files that belong to it. */
export function caseElement(testCase: TestCase, names: CaseNames, attachments: () => readonly Xml[]): Xml {
  const bad = testCase.outcome === "failed" || testCase.outcome === "error";
  const output = [...testCase.links.map((link) => text(linkLine(link))), ...(bad ? attachments() : [])];
  return element(names, testCase.durationMs, [...outcomeElements(testCase), ...outputElement(output)]);
}

/** A test case that stands for a run as a whole. */
export function errorElement(error: RunError, names: CaseNames, attachments: () => readonly Xml[]): Xml {
  const { message, details, verdict } = error;
  const child = xml`<error message="${text(message)}" type="${verdict.kind}">${text(details)}</error>`;
  return element(names, 0, [child, ...outputElement(attachments())]);
}

/** Returns the seconds; 0 if they are not a finite number, because XML readers stop there. */
export function secondsOf(durationMs: number | undefined): number {
  return isDuration(durationMs) ? durationMs / 1000 : 0;
}

function element({ name, classname }: CaseNames, durationMs: number | undefined, children: readonly Xml[]): Xml {
  const time = secondsText(secondsOf(durationMs));
  return xml`    <testcase name="${text(name)}" classname="${text(classname)}" time="${time}"${content(children)}`;
}

const noContent = xml`/>`;

/** The children of a test case and the end of its element; most have none. */
function content(children: readonly Xml[]): Xml {
  if (children.length === 0) return noContent;
  return xml`>\n${xmlLines(children.map((child) => xml`      ${child}`))}\n    </testcase>`;
}

/** Each attachment has its own line, because Jenkins recognises it only there. */
function outputElement(lines: readonly Xml[]): readonly Xml[] {
  return lines.length === 0 ? [] : [xml`<system-out>${xmlLines(lines)}</system-out>`];
}

/** The children of a test case in the order of Surefire's schema. */
const order: readonly ElementName[] = [
  "failure",
  "rerunFailure",
  "flakyFailure",
  "skipped",
  "error",
  "rerunError",
  "flakyError",
];

interface Child {
  readonly tag: ElementName;
  readonly markup: Xml;
}

/**
 * The last attempt, and the earlier ones in Surefire's words: `flaky…` if the test passed in the end, else `rerun…`.
 * Unlike in Surefire, the case's own element is the last attempt, as everywhere in our reports.
 */
function outcomeElements(testCase: TestCase): readonly Xml[] {
  if (testCase.outcome === "passed" && testCase.earlierAttempts.length === 0) return [];
  const children = [...lastAttempt(testCase), ...earlierAttempts(testCase)];
  return children.sort((a, b) => order.indexOf(a.tag) - order.indexOf(b.tag)).map(({ markup }) => markup);
}

function lastAttempt(testCase: TestCase): readonly Child[] {
  const quarantine = testCase.quarantine && quarantineLine(testCase.quarantine);
  switch (testCase.outcome) {
    case "passed":
      return [];
    case "failed":
      return [{ tag: "failure", markup: outcomeMarkup("failure", testCase, quarantine) }];
    case "error":
      return [{ tag: "error", markup: outcomeMarkup("error", testCase, quarantine) }];
    case "skipped":
      return [{ tag: "skipped", markup: skippedMarkup(testCase) }];
  }
}

/** GitLab shows the text inside, Jenkins the attribute. */
function skippedMarkup(testCase: TestCase): Xml {
  return messageOf(testCase) === "" ? xml`<skipped/>` : xml`<skipped ${message(testCase)}>${body(testCase)}</skipped>`;
}

function outcomeMarkup(tag: "failure" | "error", attempt: Attempt, quarantine?: CleanText): Xml {
  return xml`<${tag} ${message(attempt, quarantine)} type="${attempt.outcome}">${body(attempt, quarantine)}</${tag}>`;
}

function earlierAttempts(testCase: TestCase): readonly Child[] {
  const prefix = isFlaky(testCase) ? "flaky" : "rerun";
  return testCase.earlierAttempts
    .filter(({ outcome }) => outcome === "failed" || outcome === "error")
    .map((attempt) => {
      const tag = `${prefix}${attempt.outcome === "failed" ? "Failure" : "Error"}` as const;
      const trace = xml`<stackTrace>${body(attempt)}</stackTrace>`;
      return { tag, markup: xml`<${tag} ${message(attempt)} type="${attempt.outcome}">${trace}</${tag}>` };
    });
}

/** One line. The reason of a quarantine comes first, because programs that read the file show a failure all the same. */
function message(attempt: Attempt, quarantine?: CleanText): Xml {
  const says = serviceLine(messageOf(attempt), 500);
  return xml`message="${text(joined(nonEmpty([quarantine ?? "", says]), " · "))}"`;
}

/** The message and, again, the links: GitLab and GitHub show the body of a failure, but not its output. */
function body(attempt: Attempt, quarantine?: CleanText): Xml {
  const lines = [quarantine ?? "", messageText(attempt, longestMessage), ...attempt.links.map(linkLine)] as const;
  return text(joined(nonEmpty(lines), "\n"));
}
