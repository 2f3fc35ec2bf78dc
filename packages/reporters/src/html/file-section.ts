import { type Attachment, framedCopyOf } from "@remotest/core/flow";
import { addressOf, type FileKind, kindOf } from "./case-files.ts";
import { html, join, type Markup } from "./markup.ts";
import type { PageModel } from "./page-model.ts";

/** The files that a browser shows and never runs. Anything else may contain a script, even XML. */
const inert: ReadonlySet<FileKind> = new Set(["image", "video", "text"]);

/** The services' own files, beside the page. */
export function fileSection({ report, severalRuns, nameOf }: PageModel): Markup {
  const items = report.runs.flatMap((run) =>
    run.attachments.map(
      (attachment) =>
        html`<li>${file(attachment)}${severalRuns ? html` <span class="soft"><bdi>${nameOf(run)}</bdi></span>` : undefined}</li>
`,
    ),
  );
  if (items.length === 0) return html``;
  return html`<section id="files" class="aside"><h2>From the service <span class="number">${items.length}</span></h2>
<ul class="files">${join(items)}</ul></section>
`;
}

/**
 * Of a page, only the copy that loads nothing is shown, in a sandboxed frame that our script makes on demand. XML is only
 * named, like other files that may contain scripts: a browser would show no more than its text.
 */
function file({ title, file }: Attachment): Markup {
  const name = html`<bdi>${title}</bdi> <code>${file}</code>`;
  const address = addressOf(file);
  if (address === undefined) return name;
  if (inert.has(kindOf(file)))
    return html`<a href="${address}" rel="noreferrer"><bdi>${title}</bdi></a> <code>${file}</code>`;
  const copy = framedCopyOf(address);
  if (copy === undefined) return name;
  return html`<details class="frame" data-file="${copy}"><summary>${name}</summary><p class="soft">A page of the service, shown without its scripts and without anything it would load. Opened by itself, the file runs them.</p></details>`;
}
