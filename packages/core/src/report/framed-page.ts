import { join } from "node:path";
import { readGuarded } from "../files/guarded-file.ts";
import type { ReportDir } from "../report-dir/report-dir.ts";
import type { Report } from "./report.ts";

/** In bytes. The page of a service with hundreds of tests has less than one MiB. */
const largestPage = 32 * 2 ** 20;

/** Returns the path of the copy of a service's page that may be shown in a frame; undefined for any other file. */
export function framedCopyOf(file: string): string | undefined {
  return /(?<!\.framed)\.html?$/i.test(file) ? file.replace(/\.(html?)$/i, ".framed.$1") : undefined;
}

/**
 * Writes a copy of each page of the services that loads nothing. A page whose copy cannot be written is only not shown
 * in the report: that changes no result.
 */
export async function writeFramedCopies({ runs }: Pick<Report, "runs">, dir: ReportDir): Promise<void> {
  for (const { file } of runs.flatMap(({ attachments }) => attachments)) {
    const copy = framedCopyOf(file);
    if (copy === undefined || !/^provider\/[^/\\]+$/.test(file)) continue;
    try {
      await dir.write(copy, framedPage(await readGuarded(join(dir.path, file), largestPage)));
    } catch {
      // A directory that is lost or full is reported when the reports are written.
    }
  }
}

const policy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'";
const lead = `<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><base target="_blank">`;

/**
 * The attributes that disable what no policy governs: hints that open connections, frames that connect before they are
 * refused, and links that would show another page in the frame. Of two equal attributes, a browser takes the first.
 */
const attributes: Readonly<Record<string, string>> = {
  link: 'rel=""',
  meta: 'http-equiv=""',
  iframe: 'srcdoc=""',
  frame: 'src="about:blank"',
  a: 'target="_blank"',
  area: 'target="_blank"',
};

/**
 * Returns a page for a sandboxed frame that looks like the given one, but sends nothing: it begins with a policy, because
 * only Chromium knows the attribute `csp` of a frame, and it refuses it over HTTP. Links within the page still work.
 *
 * @example framedPage("<!doctype html><h1>Theirs</h1>")
 */
export function framedPage(page: string): string {
  const content = page.replace(/^\ufeff/, "");
  return `${doctypeOf(content)}${lead}${withAttributes(content)}`;
}

/** The page's own doctype comes first: without it, or with another one, a browser would lay out the page differently. */
function doctypeOf(page: string): string {
  const start = /^(?:\s|<!--(?:(?!-->)[^])*-->|<\?[^>]*>)*(<!doctype[^>]*>)/i.exec(page.slice(0, 10_000));
  return start?.[1] ?? "";
}

function withAttributes(page: string): string {
  return page.replaceAll(/<(link|meta|iframe|frame|area|a)(?=[\t\n\f\r />])/gi, (tag, name: string, at: number) =>
    isWithinPage(page, at) ? `${tag} target="_self"` : `${tag} ${attributes[name.toLowerCase()] ?? ""}`,
  );
}

/** True for the plain form of a link to a part of the same page. */
function isWithinPage(page: string, at: number): boolean {
  const link = /<a(?:\s+(?:class|id|title)="[^"<>]*")*\s+href="#[^"<>&]*"(?:\s+(?:class|id|title)="[^"<>]*")*\s*>/iy;
  link.lastIndex = at;
  return link.test(page);
}
