import { type Attempt, isFlaky, type Link, type TestCase } from "@remotest/core";
import { duration } from "../words/quantities.ts";
import { safeHref } from "../words/safe-href.ts";
import { serviceLine } from "../words/service-text.ts";
import { html, join, type Markup } from "./markup.ts";

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

/** The duration in words, or nothing when the service does not say. */
export function took({ durationMs }: Attempt): string {
  return durationMs === undefined ? "" : duration(durationMs);
}

/** A time to the minute; its machine-readable form is exact. */
export function moment(date: Date): Markup {
  const iso = date.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 16).replace("T", " ")} UTC</time>`;
}

/** `12,345`. `toLocaleString` would load the data of a language, which takes longer than a small report. */
export function grouped(number: number): string {
  return String(number).replaceAll(/\B(?=(?:\d{3})+$)/g, ",");
}
