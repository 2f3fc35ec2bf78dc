/** The replacement of a character that is not allowed in XML: U+FFFD, which shows that there was one. */
const replacement = "\uFFFD";

// XML 1.0, section 2.2, production 2: no other character is allowed in a document, not even as a reference.
const unholdable = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;
/** A faster search for what may have to be replaced: no other text contains any of it. */
// oxlint-disable-next-line no-control-regex -- control characters are what is searched for
const suspicious = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/;
const reference = /&#(?:(\d{1,20})|x([\da-f]{1,20}));/gi;
/** The start of a reference whose end is in the next piece. */
const unfinished = /&(?:#(?:x[\da-f]{0,20}|\d{0,20})?)?$/i;

/** Makes a text acceptable to an XML reader, piece by piece. */
export interface XmlCharacters {
  /** @returns the part of the text so far that can be read */
  write(piece: string): string;
  /** @returns the rest, which was held back */
  end(): string;
  /** The number of characters replaced so far. */
  readonly replaced: number;
}

/**
 * Replaces characters that are not allowed in XML, raw or as a reference, with U+FFFD, and skips blank space and byte
 * order marks before the document. A service may copy a test's output into its answer; one character of it must not lose
 * the whole answer. Everything else is left to the reader, which refuses XML that is not well-formed.
 *
 * @example const characters = xmlCharacters(); parser.write(characters.write("<a>&#8;</a>")); // "<a>\uFFFD</a>"
 */
export function xmlCharacters(): XmlCharacters {
  let held = "";
  let begun = false;
  let replaced = 0;
  const replaceOne = (): string => {
    replaced++;
    return replacement;
  };
  const clean = (text: string): string => {
    const raw = suspicious.test(text) ? text.replaceAll(unholdable, replaceOne) : text;
    if (!raw.includes("&#")) return raw;
    return raw.replaceAll(reference, (whole: string, decimal?: string, hex?: string) =>
      isHoldable(decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal)) ? whole : replaceOne(),
    );
  };
  return {
    write(piece) {
      let text = held + piece;
      held = "";
      if (!begun) text = text.replace(/^[\s\uFEFF]+/, "");
      if (text === "") return "";
      begun = true;
      const at = text.slice(-24).search(unfinished);
      if (at >= 0) {
        held = text.slice(Math.max(0, text.length - 24) + at);
        text = text.slice(0, text.length - held.length);
      }
      return clean(text);
    },
    end() {
      const text = held;
      held = "";
      return clean(text);
    },
    get replaced() {
      return replaced;
    },
  };
}

function isHoldable(code: number): boolean {
  if (code === 9 || code === 10 || code === 13) return true;
  return (
    (code >= 0x20 && code <= 0xd7ff) || (code >= 0xe000 && code <= 0xfffd) || (code >= 0x10000 && code <= 0x10ffff)
  );
}
