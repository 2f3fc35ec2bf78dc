import { type Field, type Message, namespace, tables, type TypeName } from "./generated/tables.ts";

/** The plan by which the content of one element is read. The reader walks a tree of plans, and refuses other elements. */
export type AnswerPlan =
  | { readonly kind: "text"; readonly convert: (text: string) => unknown }
  /** Several children by name; `finish` turns them into the value. */
  | {
      readonly kind: "record";
      readonly children: Children;
      readonly required: readonly string[];
      /** The policy for unknown children, see {@link UnknownPolicy}. Default: they are refused. */
      readonly unknown?: UnknownPolicy;
      readonly finish?: (record: Readonly<Record<string, unknown>>) => unknown;
    }
  /** One child, whose value is also the element's value. */
  | {
      readonly kind: "single";
      readonly children: Children;
      readonly required: boolean;
      /** As with a record. */
      readonly unknown?: UnknownPolicy;
    }
  /** Any number of children of one kind. */
  | { readonly kind: "list"; readonly children: Children }
  /** Its content is ignored. */
  | { readonly kind: "skipped" }
  /** An undocumented element without children. */
  | { readonly kind: "unknown"; readonly mayBeSet: boolean };

/**
 * The policy for unknown elements. `noted`: ignored and listed in a warning, if it has no children and its name cannot be
 * a verdict. `unless-set`: the same, but it must be false, 0 or empty, because it is among flags or counts. `passed-over`:
 * always ignored, with its attributes and its content; a part that could be a verdict becomes the reader's `doubt`.
 */
export type UnknownPolicy = "noted" | "unless-set" | "passed-over";

/** Plans by element name: `local`, or `{uri}local` where the element has a namespace. */
export type Children = ReadonlyMap<string, AnswerPlan>;

/** Further names that an answer may have, in addition to those of the description. */
export interface FurtherNames {
  readonly elements: readonly string[];
  readonly wrappers: readonly string[];
}

/** A SOAP Fault in an answer. */
export class Fault {
  readonly faultCode: string;
  readonly faultString: string;

  constructor(faultCode: string, faultString: string) {
    this.faultCode = faultCode;
    this.faultString = faultString;
  }
}

/** The namespace of the SOAP 1.1 envelope. */
export const soapNamespace = "http://schemas.xmlsoap.org/soap/envelope/";

/** Makes the plan for a whole answer to an operation. Its value is the content of the output message, or a `Fault`. */
export function answerPlan(output: Message, also: FurtherNames = { elements: [], wrappers: [] }): AnswerPlan {
  const isStart = output.type === "RunJobResult";
  const record = isStart ? startedPlan(output.type) : recordPlan(output.type);
  const wrapperNames = output.wrapper === undefined ? [] : [output.wrapper, ...also.wrappers];
  const wrapped: AnswerPlan = {
    kind: "single",
    children: same(wrapperNames, record),
    required: true,
    ...(isStart ? { unknown: "passed-over" } : {}),
  };
  const result = wrapperNames.length > 0 ? wrapped : record;
  const elementNames = [output.element, ...also.elements].map((name) => `{${namespace}}${name}`);
  const body: AnswerPlan = {
    kind: "single",
    required: true,
    children: new Map([...same(elementNames, result), [`{${soapNamespace}}Fault`, faultPlan]]),
  };
  const envelope: AnswerPlan = {
    kind: "record",
    required: ["Body"],
    children: new Map<string, AnswerPlan>([
      [`{${soapNamespace}}Header`, { kind: "skipped" }],
      [`{${soapNamespace}}Body`, body],
    ]),
    finish: (parts) => parts["Body"],
  };
  return { kind: "single", required: true, children: same([`{${soapNamespace}}Envelope`], envelope) };
}

const trimmed: AnswerPlan = { kind: "text", convert: (text) => text.trim() };

const faultPlan: AnswerPlan = {
  kind: "record",
  required: [],
  children: new Map<string, AnswerPlan>([
    ["faultcode", trimmed],
    ["faultstring", trimmed],
    ["faultactor", trimmed],
    ["detail", { kind: "skipped" }],
  ]),
  finish: (fault) => {
    const { faultcode = "", faultstring = "" } = fault as { faultcode?: string; faultstring?: string };
    return new Fault(faultcode, faultstring);
  },
};

function recordPlan(name: TypeName): AnswerPlan {
  const fields = tables[name];
  return {
    kind: "record",
    children: new Map(fields.map((field) => [field.name, fieldPlan(field)])),
    required: fields.filter((field) => !field.optional).map((field) => field.name),
    unknown: fields.some(({ type }) => type === "string") ? "noted" : "unless-set",
  };
}

/** Makes the plan for the answer to a start. Its id matters most: an odd part beside the id must not lose the run. */
function startedPlan(name: TypeName): AnswerPlan {
  const plan = recordPlan(name);
  if (plan.kind !== "record") return plan;
  const started = plan.children.get("Started");
  const lenient: AnswerPlan = { kind: "text", convert: (text) => booleanOrUndefined(text) };
  return {
    ...plan,
    unknown: "passed-over",
    required: [],
    children: new Map([...plan.children, ...(started ? [["Started", lenient] as const] : [])]),
    finish: (record) => {
      const { Started, JobID } = record;
      const namesJob = typeof JobID === "string" && JobID.trim() !== "";
      if (Started === undefined && !namesJob)
        throw new Error(`${name} does not say whether it is Started, and has no JobID`);
      return { ...record, Started: Started ?? false };
    },
  };
}

function booleanOrUndefined(text: string): boolean | undefined {
  try {
    return readBoolean(text);
  } catch {
    return undefined;
  }
}

function fieldPlan({ type, wrapper, repeated }: Field): AnswerPlan {
  if (type === "string") return { kind: "text", convert: (text) => text };
  if (type === "boolean") return { kind: "text", convert: readBoolean };
  if (type === "int") return { kind: "text", convert: readCount };
  const record = recordPlan(type);
  if (wrapper === undefined) return record;
  if (repeated) return { kind: "list", children: same([wrapper], record) };
  return { kind: "single", children: same([wrapper], record), required: false };
}

function same(names: readonly string[], plan: AnswerPlan): Children {
  return new Map(names.map((name) => [name, plan]));
}

// Only XML's own white space is allowed around a value: a no-break space is content.
const booleanPattern = /^[ \t\r\n]*(?:(true|1)|false|0)[ \t\r\n]*$/;
const countPattern = /^[ \t\r\n]*(\d{1,10})[ \t\r\n]*$/;

function readBoolean(text: string): boolean {
  const match = booleanPattern.exec(text);
  if (!match) throw new Error(`${JSON.stringify(text)} is neither true nor false`);
  return match[1] !== undefined;
}

/** Reads a number. Every number in the description is a count. */
function readCount(text: string): number {
  const count = Number(countPattern.exec(text)?.[1] ?? NaN);
  if (!(count < 2 ** 31)) throw new Error(`${JSON.stringify(text)} is not a count`);
  return count;
}
