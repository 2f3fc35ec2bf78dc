import { type Attempt, isFlaky, type Link, type TestCase } from "@remotest/core";
import { messageText } from "../placed-case.ts";
import { duration } from "../quantities.ts";
import { safeHref } from "../safe-href.ts";
import { serviceLine } from "../service-text.ts";
import { html, join, type Markup } from "./markup.ts";

/** The longest message that the page shows; `provider/` has what the service sent. */
const longestMessage = 16 * 1024;

const words = { passed: "Passed", failed: "Failed", error: "Broken", skipped: "Skipped" } as const;

/** The outcome as a word in its colour. */
export function badge(testCase: TestCase): Markup {
  return isFlaky(testCase)
    ? html`<span class="badge flaky">Flaky</span>`
    : html`<span class="badge ${testCase.outcome}">${words[testCase.outcome]}</span>`;
}

/** The message as it was written, or nothing. */
export function message(attempt: Attempt): Markup {
  const text = messageText(attempt, longestMessage);
  return text === "" ? html`` : html`<pre dir="auto">${text}</pre>`;
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
  return html`<a href="${safe}" rel="noopener noreferrer"><bdi>${name}</bdi></a> `;
}

/** Attempts before the last one, oldest first. */
export function earlierAttempts(attempts: readonly Attempt[]): Markup {
  if (attempts.length === 0) return html``;
  const items = attempts.map(
    (attempt) =>
      html`<li><span class="badge ${attempt.outcome}">${words[attempt.outcome]}</span> ${took(attempt)}${message(attempt)}${links(attempt.links)}</li>`,
  );
  return html`<details><summary>Earlier attempts (${attempts.length})</summary><ol>${join(items)}</ol></details>`;
}

/** The duration in words, or nothing when the service does not say. */
export function took({ durationMs }: Attempt): string {
  return durationMs === undefined ? "" : duration(durationMs);
}
