import type { Attempt, TestCase } from "@remotest/core";
import { messageText } from "../cases/placed-case.ts";
import { badge, links, outcomeTone, outcomeWord, took } from "./case-parts.ts";
import { html, join, type Markup } from "./markup.ts";
import { message } from "./message-block.ts";

/** More attempts than this beside each other are narrower than their messages. */
const mostBeside = 4;

/**
 * The messages of the test case. If it ran more than once, its attempts stand side by side, the last one first; an attempt
 * that said the same as the last one does not repeat it.
 */
export function attempts(testCase: TestCase): Markup {
  const earlier = testCase.earlierAttempts.toReversed();
  if (earlier.length === 0) return html`${message(testCase)}${links(testCase.links)}`;
  const number = earlier.length + 1;
  const columns = [testCase, ...earlier].map((each, index) => column(each, number - index, testCase));
  const beside = html`<ol class="attempts">${join(columns.slice(0, mostBeside))}</ol>`;
  if (columns.length <= mostBeside) return beside;
  const more = columns.length - mostBeside;
  return html`${beside}<details><summary>${more} earlier attempt${more === 1 ? "" : "s"}</summary><ol class="attempts">${join(columns.slice(mostBeside))}</ol></details>`;
}

function column(attempt: Attempt | TestCase, number: number, last: TestCase): Markup {
  const isLast = attempt === last;
  const word = isLast ? lastWord(last) : outcomeWord({ ...attempt, name: "", earlierAttempts: [] });
  const time = attempt.durationMs === undefined ? "" : ` · ${took(attempt)}`;
  const text = messageText(attempt, 20_000);
  const same = !isLast && text !== "" && text === messageText(last, 20_000);
  const said = same ? html`<p class="soft">The same message.</p>` : message(attempt);
  return html`<li><p class="soft"><b>Attempt ${number}</b> · ${badge(isLast ? lastTone(last) : attempt.outcome, word)}${time}</p>${said}${links(attempt.links)}</li>`;
}

/** A flaky test passed in its last attempt; "flaky" is said of the test. */
function lastWord(testCase: TestCase): string {
  return outcomeWord({ ...testCase, earlierAttempts: [] });
}

function lastTone(testCase: TestCase): string {
  return outcomeTone({ ...testCase, earlierAttempts: [] });
}
