import { SaxesParser, type SaxesTagPlain } from "saxes";
import { assertJunitCounts } from "./junit-counts.ts";
import { type DeviceResult, type DeviceSuite, secondsOf } from "./result-json.ts";
import { unreadable } from "./unusable-results.ts";

/** What may stand in a testcase. An element that nobody knows could mean a failure, so it is not skipped over. */
const gravity = ["ok", "skipped", "failure", "error"];
const verdicts = new Set(gravity.slice(1));
const saysNothing = new Set(["system-err", "properties", "property"]);

/**
 * Reads `result_xml`: JUnit XML. Source: apptest.ai REST API v2 page, section 3, JUnit XML Format Example.
 *
 * One pass, no tree. XML that is cut off, badly nested or has a document type is refused.
 * @throws {ProviderError} when it is not whole, or holds what is not known.
 */
export function readResultXml(text: string): DeviceSuite[] {
  const reader = new ResultReader();
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw unreadable(`the XML is broken (${error.message})`, error);
  });
  parser.on("doctype", () => {
    throw unreadable("the XML has a document type");
  });
  parser.on("opentag", (tag) => reader.open(tag));
  parser.on("closetag", () => reader.close());
  parser.on("text", (chunk) => reader.text(chunk));
  parser.on("cdata", (chunk) => reader.text(chunk));
  parser.write(text).close();
  reader.assertCounts();
  return reader.suites;
}

type Draft = { -readonly [Name in keyof DeviceResult]: DeviceResult[Name] };

class ResultReader {
  readonly suites: { readonly name: string; readonly devices: DeviceResult[] }[] = [];
  readonly #path: string[] = [];
  readonly #said: { readonly attributes: Readonly<Record<string, string>>; readonly suite: number | "all" }[] = [];
  #device: Draft | undefined;

  open(tag: SaxesTagPlain): void {
    const parent = this.#path.at(-1);
    this.#path.push(tag.name);
    if (tag.name === "testsuites" && parent === undefined)
      this.#said.push({ attributes: tag.attributes, suite: "all" });
    else if (tag.name === "testsuite" && (parent === undefined || parent === "testsuites")) {
      this.#said.push({ attributes: tag.attributes, suite: this.suites.length });
      this.suites.push({ name: tag.attributes["name"] ?? "apptest.ai", devices: [] });
    } else if (tag.name === "testcase" && parent === "testsuite") this.#openDevice(tag.attributes);
    else if (parent === "testcase" && verdicts.has(tag.name)) this.#judge(tag);
    else if (tag.name !== "system-out" && !saysNothing.has(tag.name))
      throw unreadable(`the XML holds an unknown <${tag.name}>`);
  }

  assertCounts(): void {
    const all = this.suites.flatMap(({ devices }) => devices);
    for (const { attributes, suite } of this.#said)
      assertJunitCounts((name) => attributes[name], suite === "all" ? all : (this.suites[suite]?.devices ?? []));
  }

  close(): void {
    const name = this.#path.pop();
    if (name !== "testcase" || !this.#device) return;
    this.suites.at(-1)?.devices.push({ ...this.#device, text: this.#device.text.trim() });
    this.#device = undefined;
  }

  text(chunk: string): void {
    const element = this.#path.at(-1);
    if (!this.#device || element === undefined) return;
    const { verdict } = this.#device;
    // The message of a failure wins over its body, and over what a passed device would print.
    if (element === "system-out" ? verdict === "ok" : verdicts.has(element) && this.#device.text === "")
      this.#device.text += chunk;
  }

  #openDevice({ name, device, time, total_time }: Readonly<Record<string, string>>): void {
    const called = name ?? device;
    if (called === undefined) throw unreadable("a testcase of the XML has no name");
    this.#device = { name: called, verdict: "ok", text: "", seconds: secondsOf(time ?? total_time) };
  }

  #judge(tag: SaxesTagPlain): void {
    // Of several the gravest counts, in whatever order they stand.
    if (!this.#device || gravity.indexOf(tag.name) <= gravity.indexOf(this.#device.verdict)) return;
    this.#device.verdict = tag.name as DeviceResult["verdict"];
    this.#device.text = tag.attributes["message"] ?? "";
  }
}
