import { type Document, DOMParser } from "@xmldom/xmldom";

/**
 * Reads XML with an independent reader.
 * @throws the reader's error for broken XML. Its warnings, such as for U+FFFD, are ignored.
 */
export function readDom(xml: string): Document {
  const onError = (level: string, message: string): void => {
    if (level !== "warning") throw new Error(message);
  };
  return new DOMParser({ onError }).parseFromString(xml, "text/xml");
}
