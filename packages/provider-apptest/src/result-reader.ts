import type { SaxesTagPlain } from "saxes";
import { type DeviceResult, type DeviceSuite, most, suiteName } from "./device-results.ts";
import { assertJunitCounts, countIn, type Tally } from "./junit-counts.ts";
import type { Remarks } from "./remarks.ts";
import { assertOutput, assertProperty, knownAttributes, passOver } from "./unknown-part.ts";
import { BrokenDocument, unreadable } from "./unusable-results.ts";

const gravity = ["ok", "skipped", "failure", "error"];
const verdicts = new Set(gravity.slice(1));
const saysNothing = new Set(["system-out", "system-err", "properties", "property"]);

type Attributes = Readonly<Record<string, string>>;
type Draft = { -readonly [Name in keyof DeviceResult]: DeviceResult[Name] };

interface Suite {
  /** Undefined for the element around all suites. */
  readonly name: string | undefined;
  readonly attributes: Attributes;
  readonly devices: DeviceResult[];
  readonly tally: Tally;
  holdsSuites: boolean;
}

/** An open element. */
interface Element {
  readonly name: string;
  readonly attributes: Attributes;
  /** The text directly in it, up to `longestWords`. */
  words: string;
}

/** The most characters of an element's own text that are checked. */
const longestWords = 65_536;

/** Reads JUnit XML element by element. */
export class ResultReader {
  readonly #remarks: Remarks;
  readonly #suites: Suite[] = [];
  readonly #around: Suite[] = [];
  readonly #path: Element[] = [];
  #cases = 0;
  #unknown: string | undefined;
  #device: Draft | undefined;

  constructor(remarks: Remarks) {
    this.#remarks = remarks;
  }

  open({ name, attributes }: SaxesTagPlain): void {
    const parent = this.#path.at(-1)?.name;
    if (this.#path.push({ name, attributes, words: "" }) > most.nesting)
      throw unreadable(`the XML has more than ${most.nesting} levels of elements`);
    if (this.#unknown !== undefined) throw unreadable(`the XML has an unknown <${this.#unknown}> with more inside it`);
    if (parent === undefined && name !== "testsuites" && name !== "testsuite")
      throw new BrokenDocument(`the XML has an unknown <${name}>`);
    this.#checkAttributes(name, attributes);
    if (isSuite(name, parent)) this.#openSuite(name, attributes);
    else if (name === "testcase" && parent === "testsuite") this.#openDevice(attributes);
    else if (parent === "testcase" && verdicts.has(name)) this.#judge(name, attributes);
    else if (!saysNothing.has(name)) {
      passOver(name, `the XML has an unknown <${name}>`, this.#remarks);
      this.#unknown = name;
    }
  }

  close(): void {
    const element = this.#path.pop();
    if (element) this.#checkWords(element);
    const name = element?.name;
    if (this.#unknown !== undefined) this.#unknown = undefined;
    else if (name === "testcase") this.#closeDevice();
    else if (name === "testsuite" || name === "testsuites") this.#closeSuite();
  }

  text(chunk: string): void {
    const open = this.#path.at(-1);
    if (open && open.words.length < longestWords && chunk.trim() !== "") open.words += chunk;
    const element = open?.name;
    if (!this.#device || element === undefined) return;
    const { verdict } = this.#device;
    // The message of a failure takes precedence over its body, and over the output of a passed device.
    if (element === "system-out" ? verdict === "ok" : verdicts.has(element) && this.#device.text === "")
      this.#device.text += chunk;
  }

  /** Returns the suites of the complete document. A suite that contains only suites has no tests to show. */
  finish(): DeviceSuite[] {
    return this.#suites
      .filter(({ devices, holdsSuites }) => devices.length > 0 || !holdsSuites)
      .map(({ name, devices }) => ({ name: name ?? suiteName(undefined, undefined), devices }));
  }

  /** Ignores undocumented attributes like elements, even those of unknown elements. */
  #checkAttributes(element: string, attributes: Attributes): void {
    const known = knownAttributes(element);
    // Without an array for each of a million elements.
    for (const name in attributes)
      if (!known.has(name) && !/^xml(?:ns)?(?::|$)|^xsi:/.test(name))
        passOver(name, `<${element}> of the XML has an unknown attribute ${name}`, this.#remarks, attributes[name]);
  }

  /** Checks the text of an element. Text outside of a test's verdict and output is ignored like an unknown element. */
  #checkWords({ name, attributes, words }: Element): void {
    if (this.#unknown !== undefined) passOver(name, `the XML has an unknown <${name}>`, this.#remarks, words);
    else if (name === "property" && this.#device)
      assertProperty(attributes["name"] ?? "", attributes["value"] ?? words);
    else if (words !== "" && (name === "testcase" || name.startsWith("testsuite")))
      passOver("text", `<${name}> of the XML contains text`, this.#remarks, words);
  }

  #openSuite(element: string, attributes: Attributes): void {
    const around = this.#around.at(-1);
    if (around) around.holdsSuites = true;
    const name = element === "testsuites" ? undefined : suiteName(around?.name, attributes["name"]);
    const suite = { name, attributes, devices: [], tally: { tests: 0, notPassed: 0, skipped: 0 }, holdsSuites: false };
    this.#around.push(suite);
    if (element === "testsuites") return;
    if (this.#suites.push(suite) > most.suites) throw unreadable(`the XML has more than ${most.suites} suites`);
  }

  #closeSuite(): void {
    const { attributes, tally } = this.#around.pop() ?? {};
    if (attributes && tally) assertJunitCounts((name) => attributes[name], tally);
  }

  #openDevice({ name, device, time, total_time }: Attributes): void {
    const called = name ?? device;
    if (called === undefined) throw unreadable("a testcase of the XML has no name");
    if (++this.#cases > most.cases) throw unreadable(`the XML has more than ${most.cases} tests`);
    const seconds = this.#remarks.seconds(time ?? total_time);
    this.#device = { name: called, verdict: "ok", text: "", seconds };
  }

  #closeDevice(): void {
    const device = this.#device;
    if (!device) return;
    device.text = device.text.trim();
    if (device.verdict === "ok") assertOutput(device.text);
    this.#device = undefined;
    this.#around.at(-1)?.devices.push(device);
    for (const { tally } of this.#around) countIn(tally, device.verdict);
  }

  #judge(name: string, attributes: Attributes): void {
    // If there are several, the gravest counts, whatever their order.
    if (!this.#device || gravity.indexOf(name) <= gravity.indexOf(this.#device.verdict)) return;
    this.#device.verdict = name as DeviceResult["verdict"];
    this.#device.text = attributes["message"] ?? "";
  }
}

function isSuite(name: string, parent: string | undefined): boolean {
  if (name === "testsuites") return parent === undefined;
  return name === "testsuite" && (parent === undefined || parent === "testsuites" || parent === "testsuite");
}
