import { turns, xmlCharacters } from "@remotest/http";
import { SaxesParser } from "saxes";
import type { DeviceSuite } from "./device-results.ts";
import { ResultReader } from "./result-reader.ts";
import { Remarks } from "./remarks.ts";
import { BrokenDocument } from "./unusable-results.ts";

/** The characters that are read at once: about a millisecond of work. */
const sliceLength = 64 * 1024;

/** Options for reading. */
export interface ReadOptions {
  /** Receives the oddities. */
  readonly remarks?: Remarks | undefined;
  /** Aborts the reading, which then throws the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads `result_xml`: JUnit XML. Source: specs/apptest.openapi.yaml, getTestsetResult.
 *
 * Reads in one pass, without a tree, in slices between which the event loop runs. Refuses XML that is cut off, badly
 * nested or has a document type. Replaces characters that are not allowed in XML, with a remark.
 * @throws {BrokenDocument} if it is not complete.
 * @throws {ProviderError} if it contains an unknown part that could be a verdict.
 */
export async function readResultXml(
  text: string,
  { remarks = new Remarks(), signal }: ReadOptions = {},
): Promise<DeviceSuite[]> {
  const reader = new ResultReader(remarks);
  const parser = parserFor(reader);
  const characters = xmlCharacters();
  const turn = turns(signal);
  for (let start = 0; start < text.length; ) {
    const end = endOfSlice(text, start);
    parser.write(characters.write(text.slice(start, end)));
    start = end;
    await turn();
  }
  parser.write(characters.end()).close();
  remarks.replaced(characters.replaced);
  return reader.finish();
}

interface ParserOptions {
  readonly position: false;
  readonly xmlns: false;
}

function parserFor(reader: ResultReader): SaxesParser<ParserOptions> {
  const parser = new SaxesParser({ position: false, xmlns: false });
  parser.on("error", (error) => {
    throw new BrokenDocument(`the XML is broken (${error.message})`, error);
  });
  parser.on("doctype", () => {
    throw new BrokenDocument("the XML has a document type");
  });
  parser.on("opentag", (tag) => reader.open(tag));
  parser.on("closetag", () => reader.close());
  parser.on("text", (chunk) => reader.text(chunk));
  parser.on("cdata", (chunk) => reader.text(chunk));
  return parser;
}

/** Returns the end of a slice, which is never between the two halves of a character. */
function endOfSlice(text: string, start: number): number {
  const end = Math.min(start + sliceLength, text.length);
  const isCut = end < text.length && /[\uD800-\uDBFF]/.test(text.charAt(end - 1));
  return isCut ? end + 1 : end;
}
