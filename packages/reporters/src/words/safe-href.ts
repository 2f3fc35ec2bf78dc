import type { Link } from "@remotest/core";
import { addressText, type CleanText, clean, serviceLine } from "./service-text.ts";

/** The longest address that a report shows, in UTF-16 code units. */
const longestHref = 2000;

/**
 * Returns the address if a page may link to it: it must be http or https, without a user name, which could pass one host
 * off as another. Everything else is shown as text.
 *
 * @example safeHref("javascript:alert(1)") // undefined
 */
export function safeHref(href: string): CleanText | undefined {
  if (href.length > longestHref || !URL.canParse(href)) return undefined;
  const url = new URL(href);
  if ((url.protocol !== "http:" && url.protocol !== "https:") || url.username || url.password) return undefined;
  return addressText(url);
}

/** A link as one line of plain text. */
export function linkLine({ label, href }: Link): CleanText {
  return clean`${serviceLine(label, 100) || clean`Link`}: ${safeHref(href) ?? serviceLine(href, longestHref)}`;
}
