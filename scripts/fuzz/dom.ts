import { type Document, DOMParser } from "@xmldom/xmldom";

/**
 * XML as somebody else reads it.
 * @throws what that reader says of XML that is broken; it also warns of what is not, such as a U+FFFD.
 */
export function readDom(xml: string): Document {
  const onError = (level: string, message: string): void => {
    if (level !== "warning") throw new Error(message);
  };
  return new DOMParser({ onError }).parseFromString(xml, "text/xml");
}
