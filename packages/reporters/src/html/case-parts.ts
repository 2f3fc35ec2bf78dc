import { type Attempt, isFlaky, type Link, type TestCase } from "@remotest/core";
import { messageText } from "../cases/placed-case.ts";
import { duration } from "../words/quantities.ts";
import { safeHref } from "../words/safe-href.ts";
import { serviceLine } from "../words/service-text.ts";
import { html, join, type Markup } from "./markup.ts";

/** The longest message that the page shows; `provider/` has what the service sent. */
const longestMessage = 16 * 1024;
/** The lines of a message that are not folded. A scrolling box would be a trap inside a scrolling page on a phone. */
const shownLines = 14;
const shownLength = 1200;

const words = { passed: "Passed", failed: "Failed", error: "Broken", skipped: "Skipped" } as const;

/** The outcome of a case, in one word. */
export function outcomeWord(testCase: TestCase): string {
  return isFlaky(testCase) ? "Flaky" : words[testCase.outcome];
}

/** The class that gives the outcome its colour. */
export function outcomeTone(testCase: TestCase): string {
  return isFlaky(testCase) ? "flaky" : testCase.outcome;
}

/** An outcome as a word in its colour. */
export function badge(tone: string, word: string): Markup {
  return html`<span class="badge ${tone}">${word}</span>`;
}

/** The message with its line breaks, folded at the end if it is long; empty if there is none. */
export function message(attempt: Attempt): Markup {
  const text = messageText(attempt, longestMessage);
  if (text === "") return html``;
  const head = text
    .slice(0, shownLength)
    .split("\n", shownLines)
    .join("\n")
    .replace(/[\ud800-\udbff]$/, "");
  if (head.length >= text.length) return html`<pre dir="auto">${text}</pre>`;
  const rest = text.slice(head.length).replace(/^\n/, "");
  const lines = rest.split("\n").length;
  const much = lines > 1 ? `${lines.toLocaleString("en")} more lines` : "The rest";
  return html`<pre dir="auto">${head}</pre><details><summary>${much}</summary><pre dir="auto">${rest}</pre></details>`;
}

/** Links that can be followed, and the others as text. */
export function links(all: readonly Link[]): Markup {
  return all.length === 0 ? html`` : html`<div class="links">${join(all.map(linkTo))}</div>`;
}

/** One link; only http and https can be followed. */
export function linkTo({ label, href }: Link): Markup {
  const safe = safeHref(href);
  const name = serviceLine(label, 100) || "Link";
  if (safe === undefined) return html`<span><bdi>${name}</bdi>: <bdi>${serviceLine(href, 300)}</bdi></span> `;
  return html`<a href="${safe}" rel="noreferrer"><bdi>${name}</bdi></a> `;
}

/** Attempts before the last one, oldest first. */
export function earlierAttempts(attempts: readonly Attempt[]): Markup {
  if (attempts.length === 0) return html``;
  const items = attempts.map(
    (attempt) =>
      html`<li>${badge(attempt.outcome, words[attempt.outcome])} ${took(attempt)}${message(attempt)}${links(attempt.links)}</li>`,
  );
  return html`<details><summary>Earlier attempts (${attempts.length})</summary><ol>${join(items)}</ol></details>`;
}

/** The duration in words; "" if it is not known. */
export function took({ durationMs }: Attempt): string {
  return durationMs === undefined ? "" : duration(durationMs);
}

/** A time to the minute; its machine-readable form is exact. */
export function moment(date: Date): Markup {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}

/** `12,345` */
export function grouped(number: number): string {
  return number.toLocaleString("en");
}
