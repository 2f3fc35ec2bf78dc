import { SaxesParser, type SaxesTagNS } from "saxes";
import { mayCarryVerdict, type Oddities, tellsTrouble } from "@remotest/http";
import { type AnswerPlan, soapNamespace, type UnknownPolicy } from "./answer-plan.ts";

const XSI = "http://www.w3.org/2001/XMLSchema-instance";
const XML = "http://www.w3.org/XML/1998/namespace";
const XMLNS = "http://www.w3.org/2000/xmlns/";

/** More than any answer of the service has. A deeper document is an attack. */
const maxDepth = 64;

/** Reads an answer piece by piece. A part that does not match the plan throws an Error that describes it. */
export interface AnswerReader {
  write(text: string): void;
  /** A part that was ignored although it could be a verdict: the answer counts only if it contains the id of a run. */
  readonly doubt: string | undefined;
  /** @returns the plan's value once the document is complete */
  close(): unknown;
}

interface Frame {
  readonly plan: AnswerPlan;
  readonly name: string;
  /** Declared to be empty. If it has content anyway, the content counts. */
  nil: boolean;
  /** True if unknown parts inside are always ignored. */
  readonly lenient: boolean;
  record: Record<string, unknown>;
  value: unknown;
  text: string;
}

/**
 * Checks and decodes an answer in one pass over its text. It refuses a DOCTYPE, a processing instruction, unknown
 * elements and attributes, and deep nesting. No text of the answer ever becomes a key of an object: keys come from the
 * tables only.
 *
 * @param oddities receives the names of unknown parts that were ignored because they cannot be a verdict
 */
export function answerReader(plan: AnswerPlan, oddities: Oddities): AnswerReader {
  const parser = new SaxesParser({ xmlns: true, position: false, defaultXMLVersion: "1.0", forceXMLVersion: true });
  const parts = new AnswerParts(plan, oddities);
  parser.on("doctype", () => {
    throw new Error("There is a DOCTYPE");
  });
  parser.on("processinginstruction", () => {
    throw new Error("There is a processing instruction");
  });
  parser.on("text", (part) => parts.text(part));
  parser.on("cdata", (part) => parts.text(part));
  parser.on("opentag", (tag) => parts.open(tag));
  parser.on("closetag", () => parts.close());
  return {
    get doubt() {
      return parts.doubt;
    },
    write: (part) => void parser.write(part),
    close: () => {
      parser.close();
      return parts.value;
    },
  };
}

/** The parts of an answer that are open, from the outermost to the innermost. */
class AnswerParts {
  doubt: string | undefined;
  readonly #oddities: Oddities;
  readonly #stack: Frame[];
  /** The depth inside a part that is skipped. */
  #skipping = 0;

  constructor(plan: AnswerPlan, oddities: Oddities) {
    this.#oddities = oddities;
    this.#stack = [frame(plan, "the answer", false, false)];
  }

  /** The value of the plan, once everything is closed. */
  get value(): unknown {
    return finish(this.#innermost);
  }

  text(part: string): void {
    if (this.#skipping > 0) return;
    const current = this.#innermost;
    if (/[^ \t\r\n]/.test(part)) this.#hasContent(current);
    if (current.plan.kind === "text" || current.plan.kind === "unknown") current.text += part;
    else if (/[^ \t\r\n]/.test(part)) throw new Error(`There is text in ${current.name}`);
  }

  open(tag: SaxesTagNS): void {
    if (this.#stack.length + this.#skipping > maxDepth)
      throw new Error(`There are more than ${maxDepth} elements inside each other`);
    const parent = this.#innermost;
    if (this.#skipping > 0) {
      if (parent.lenient) this.#doubtful(true, `There is an element in an unknown part of ${parent.name}`);
      this.#skipping += 1;
      return;
    }
    this.#hasContent(parent);
    const child = planFor(parent, tag, (lenient, what) => this.#doubtful(lenient, what));
    if (child.kind === "skipped") {
      this.#skipping = 1;
      return;
    }
    if (child.kind === "unknown") this.#oddities.unknown(tag.name);
    const lenient = parent.lenient || policyOf(child) === "passed-over";
    const isNil = readAttributes(tag, this.#oddities, (what) => this.#doubtful(lenient, what));
    this.#stack.push(frame(child, tag.local, isNil, lenient));
  }

  close(): void {
    if (this.#skipping > 0) {
      this.#skipping -= 1;
      return;
    }
    const closed = this.#stack.pop() as Frame;
    put(this.#innermost, closed.name, finish(closed));
  }

  get #innermost(): Frame {
    return this.#stack.at(-1) as Frame;
  }

  #hasContent(current: Frame): void {
    if (current.nil) this.#doubtful(current.lenient, `${current.name} is declared nil, but is not empty`);
    current.nil = false;
  }

  /** @throws Error for a part that could be a verdict, unless unknown parts are always ignored. */
  #doubtful(lenient: boolean, what: string): void {
    if (!lenient) throw new Error(what);
    this.doubt ??= what;
  }
}

function frame(plan: AnswerPlan, name: string, nil: boolean, lenient: boolean): Frame {
  return { plan, name, nil, lenient, record: {}, value: plan.kind === "list" ? [] : undefined, text: "" };
}

function planFor(parent: Frame, tag: SaxesTagNS, doubtful: (lenient: boolean, what: string) => void): AnswerPlan {
  const { plan } = parent;
  // Each part of an unknown element is judged by itself.
  if (plan.kind === "unknown") return plan;
  if (plan.kind === "text" || plan.kind === "skipped") throw new Error(`There is an element in ${parent.name}`);
  const child = plan.children.get(tag.uri === "" ? tag.local : `{${tag.uri}}${tag.local}`);
  if (child) return child;
  const policy = policyOf(plan);
  // An element in another namespace may be meant as a known one.
  const isPlain = policy !== undefined && !plan.children.has(tag.local);
  const isPassedOver = isPlain && policy === "passed-over";
  if (!isPlain || (isPassedOver && mayCarryVerdict(tag.local)))
    doubtful(isPassedOver, `The element ${tag.name} is not known in ${parent.name}`);
  if (isPassedOver) return { kind: "skipped" };
  return { kind: "unknown", mayBeSet: policy === "noted" };
}

function policyOf(plan: AnswerPlan): UnknownPolicy | undefined {
  return plan.kind === "record" || plan.kind === "single" ? plan.unknown : undefined;
}

/** Notes unknown attributes, and doubts those that may be a verdict. @returns true if the element is declared nil */
function readAttributes(tag: SaxesTagNS, oddities: Oddities, doubtful: (what: string) => void): boolean {
  let nil = false;
  for (const key in tag.attributes) {
    const { uri, local, value } = tag.attributes[key] as SaxesTagNS["attributes"][string];
    if (uri === XSI && local === "nil") nil = value.trim() === "true" || value.trim() === "1";
    else if (uri !== XSI && uri !== XML && uri !== XMLNS && !(uri === soapNamespace && local === "encodingStyle")) {
      if (tellsTrouble(local, value)) doubtful(`The attribute ${key} of ${tag.local} is not known`);
      oddities.unknown(key);
    }
  }
  return nil;
}

/** Returns the value of a complete element; undefined if it is nil. */
function finish({ plan, name, nil, record, value, text }: Frame): unknown {
  if (nil) return undefined;
  switch (plan.kind) {
    case "text":
      return convert(plan, name, text);
    case "record":
      for (const key of plan.required) if (record[key] === undefined) throw new Error(`${name} has no ${key}`);
      return plan.finish ? plan.finish(record) : record;
    case "single":
      if (value === undefined && plan.required) throw new Error(`${name} is empty`);
      return value;
    case "list":
      return value;
    case "unknown":
      if (!plan.mayBeSet && !/^\s*(?:false|0)?\s*$/.test(text)) throw new Error(`${name} is not known, and is set`);
      if (tellsTrouble(name, text)) throw new Error(`${name} is not known, and may report a failure`);
      return undefined;
    case "skipped":
      return undefined;
  }
}

function convert(plan: AnswerPlan & { kind: "text" }, name: string, text: string): unknown {
  try {
    return plan.convert(text);
  } catch (cause) {
    throw new Error(`${name}: ${(cause as Error).message}`, { cause });
  }
}

/** Adds a child's value to its parent. */
function put(parent: Frame, name: string, value: unknown): void {
  if (value === undefined) return;
  if (parent.plan.kind === "list") {
    (parent.value as unknown[]).push(value);
  } else if (parent.plan.kind === "single") {
    if (parent.value !== undefined) throw new Error(`${parent.name} contains more than one element`);
    parent.value = value;
  } else {
    if (parent.record[name] !== undefined) throw new Error(`${parent.name} contains ${name} more than once`);
    parent.record[name] = value;
  }
}
