import { turns, xmlCharacters } from "@remotest/http";
import { SaxesParser } from "saxes";

/** The characters that are read at once: about a millisecond of work. */
const sliceLength = 64 * 1024;
/** In characters: a reason is for people. */
const longestReason = 20_000;

/**
 * Reads from a JUnit report why its cases failed, by `test_id`. It decides nothing: a report that cannot be read has no
 * reasons. XML with a document type is not read.
 */
export async function reasonsIn(report: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const reasons = new Map<string, string>();
  if (report === "") return reasons;
  const parser = new SaxesParser({ position: false, xmlns: false });
  let testId: string | undefined;
  let text: string | undefined;
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("doctype", () => {
    throw new Error("the report has a document type");
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (name === "testcase") testId = attributes["test_id"];
    if (name === "failure" || name === "error") text = attributes["message"] ?? "";
  });
  parser.on("text", (more) => {
    if (text !== undefined && text.length < longestReason) text += text === "" ? more : `\n${more}`;
  });
  parser.on("cdata", (more) => {
    if (text !== undefined && text.length < longestReason) text += more;
  });
  parser.on("closetag", ({ name }) => {
    if (name !== "failure" && name !== "error") return;
    if (testId !== undefined && text?.trim()) reasons.set(testId, text.trim().slice(0, longestReason));
    text = undefined;
  });
  const characters = xmlCharacters();
  const turn = turns(signal);
  try {
    for (let start = 0; start < report.length; start += sliceLength) {
      parser.write(characters.write(report.slice(start, start + sliceLength)));
      await turn();
    }
    parser.write(characters.end()).close();
  } catch {
    signal.throwIfAborted();
  }
  return reasons;
}
