import type { Attachment } from "@remotest/core/flow";
import { cleanText } from "../words/service-text.ts";
import { html, join, type Markup } from "./markup.ts";
import type { PageCase, PageModel } from "./page-model.ts";

/** The kind of a file by its name: how a browser may show it without running anything that is in it. */
export type FileKind = "image" | "video" | "text" | "page" | "other";

const kinds: readonly (readonly [FileKind, RegExp])[] = [
  ["image", /\.(?:png|jpe?g|gif|webp)$/i],
  ["video", /\.(?:mp4|webm)$/i],
  ["text", /\.(?:txt|log|json|csv|md)$/i],
  ["page", /\.html?$/i],
];

/** Returns how a file may be shown. A picture in XML may contain scripts. */
export function kindOf(file: string): FileKind {
  return kinds.find(([, names]) => names.test(file))?.[0] ?? "other";
}

/** Returns the address of a kept file beside the page; undefined for anything else, which is never followed. */
export function addressOf(file: string): string | undefined {
  const [, name = ""] = /^provider\/([^/\\]+)$/.exec(cleanText(file)) ?? [];
  return name === "" || name === "." || name === ".." ? undefined : `provider/${encodeURIComponent(name)}`;
}

/** Returns the kinds of files that the page shows inside, for its policy. */
export function shownKinds({ report }: PageModel): ReadonlySet<FileKind> {
  const shown = report.runs.flatMap(({ attachments }) =>
    attachments.flatMap((attachment) => {
      const kind = kindOf(attachment.file);
      if (addressOf(attachment.file) === undefined) return [];
      return kind === "page" || (attachment.testCase && kind !== "other") ? [kind] : [];
    }),
  );
  return new Set(shown);
}

/** The kept files of a test case: pictures and films at once, texts when they are unfolded. */
export function caseFiles({ files }: PageCase): Markup {
  return files.length === 0 ? html`` : html`<div class="media">${join(files.map(shown))}</div>`;
}

function shown({ title, file }: Attachment): Markup {
  const address = addressOf(file);
  const name = html`<bdi>${title}</bdi>`;
  if (address === undefined) return html`<p>${name} <code>${file}</code></p>`;
  switch (kindOf(file)) {
    case "image":
      return html`<figure><a href="${address}" rel="noreferrer"><img src="${address}" alt="${title}" loading="lazy"></a><figcaption>${name}</figcaption></figure>`;
    case "video":
      return html`<figure><video src="${address}" aria-label="${title}" controls preload="none"></video><figcaption>${name}</figcaption></figure>`;
    case "text":
      return html`<details class="frame" data-file="${address}"><summary>${name}</summary></details>`;
    case "page":
    case "other":
      return html`<p>${name} <code>${file}</code></p>`;
  }
}
