import type { Attachment } from "ctrf";
import type { AttachedFile } from "../cases/attached-files.ts";
import { clean, type OwnText, serviceLine } from "../words/service-text.ts";
import type { CleanTexts } from "./clean-ctrf.ts";

/** The types of the files that services return, by the ends of their names. */
const contentTypes: Readonly<Record<string, OwnText>> = {
  gif: clean`image/gif`,
  html: clean`text/html`,
  jpeg: clean`image/jpeg`,
  jpg: clean`image/jpeg`,
  json: clean`application/json`,
  log: clean`text/plain`,
  mp4: clean`video/mp4`,
  png: clean`image/png`,
  txt: clean`text/plain`,
  webm: clean`video/webm`,
  webp: clean`image/webp`,
  xml: clean`application/xml`,
  zip: clean`application/zip`,
};

/** The property `attachments` of a test, if it has any. */
export function attachments(files: readonly AttachedFile[]): {
  readonly attachments?: readonly CleanTexts<Attachment>[];
} {
  if (files.length === 0) return {};
  return {
    attachments: files.map(({ attachment, path }) => ({
      name: serviceLine(attachment.title, 200),
      contentType: contentType(attachment.file),
      path,
    })),
  };
}

function contentType(file: string): OwnText {
  const ending = /\.(\w+)$/.exec(file)?.[1]?.toLowerCase() ?? "";
  return (Object.hasOwn(contentTypes, ending) && contentTypes[ending]) || clean`application/octet-stream`;
}
