import type { Link } from "@remotest/core";
import { serviceLine } from "./service-text.ts";

/** The longest address that a report shows, in UTF-16 code units. */
const longestHref = 2000;

/**
 * The address when a page may link to it: http or https, without a user name that would pass one host off as another.
 * Everything else is shown as text. What markup could stumble over is percent-encoded.
 *
 * @example safeHref("javascript:alert(1)") // undefined
 */
export function safeHref(href: string): string | undefined {
  if (href.length > longestHref || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  if ((url.protocol !== "http:" && url.protocol !== "https:") || url.username || url.password) return undefined;
  return url.origin + url.href.slice(url.origin.length).replaceAll(/[^\w~:/?#@!$&+,;=%.-]/g, percentEncoded);
}

/** A link as one line of plain text. */
export function linkLine({ label, href }: Link): string {
  return `${serviceLine(label, 100) || "Link"}: ${safeHref(href) ?? serviceLine(href, longestHref)}`;
}

function percentEncoded(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
