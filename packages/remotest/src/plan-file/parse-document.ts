import type * as Yaml from "yaml";
import type { Alias, Document, Node, Pair, Scalar, YAMLMap } from "yaml";
import { targetsOf } from "./alias-targets.ts";
import { Mistakes } from "./mistakes.ts";
import type { PlanEntry, PlanNode } from "./plan-node.ts";

/** With aliases resolved: more than any plan needs, and few enough to be read in a moment. */
const mostNodes = 100_000;
const deepest = 20;

/** The content of a plan file, and what is wrong with its form. */
export interface PlanDocument {
  /** Undefined if nothing can be read. */
  readonly root: PlanNode | undefined;
  readonly mistakes: Mistakes;
}

/**
 * Parses YAML, which includes JSON. Aliases and merge keys are resolved here, within bounds: a small file could otherwise
 * expand to a huge one. Tags are refused, because no value here needs one.
 *
 * @param path only for the places of mistakes
 */
export async function parseDocument(text: string, path: string): Promise<PlanDocument> {
  const yaml = await import("yaml");
  const lines = new yaml.LineCounter();
  // All is set here, so that no directive of the file can change how it is read.
  const options = { lineCounter: lines, version: "1.2", schema: "core", merge: true, prettyErrors: false } as const;
  const document = yaml.parseDocument(text, options);
  const mistakes = new Mistakes(path, lines);
  for (const { code, message, pos } of [...document.errors, ...document.warnings])
    mistakes.add(pos[0], ownWords[code] ?? `${message.replace(/\.$/, "")}.`);
  const isWhole = document.errors.every(({ code }) => code === "DUPLICATE_KEY");
  if (!isWhole) return { root: undefined, mistakes };
  const reader = new NodeReader(yaml, document, mistakes);
  return { root: document.contents ? reader.read(document.contents, 0, []) : nothingAt(0), mistakes };
}

/** For the errors whose text in the library is for programmers. */
const ownWords: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: "The key is given twice.",
  MULTIPLE_DOCS: "The file must have one document; here begins another.",
};

class NodeReader {
  readonly #yaml: typeof Yaml;
  readonly #targets: ReadonlyMap<Alias, Node>;
  readonly #mistakes: Mistakes;
  #nodes = 0;

  constructor(yaml: typeof Yaml, document: Document, mistakes: Mistakes) {
    this.#yaml = yaml;
    this.#targets = targetsOf(yaml, document);
    this.#mistakes = mistakes;
  }

  /** @param within the collections around the node, to find an alias that contains itself */
  read(node: Node, fallbackAt: number, within: readonly Node[]): PlanNode {
    const { isAlias, isMap, isSeq, isScalar } = this.#yaml;
    const at = node.range?.[0] ?? fallbackAt;
    if (++this.#nodes > mostNodes)
      return this.#refused(0, `The file has more than ${mostNodes} values with its aliases.`);
    if (within.length > deepest) return this.#refused(at, `This is more than ${deepest} levels deep.`);
    if (isAlias(node)) return this.#aliased(node, at, within);
    if (node.tag !== undefined) return this.#refused(at, "A tag is not allowed here.");
    if (isSeq(node)) {
      const items = node.items.map((item) => this.read(item as Node, at, [...within, node]));
      return { kind: "list", items, at };
    }
    if (isMap(node)) return { kind: "map", entries: this.#entries(node, at, within), at };
    return isScalar(node) ? scalar(node, at, fallbackAt) : nothingAt(at);
  }

  #aliased(alias: Alias, at: number, within: readonly Node[]): PlanNode {
    const target = this.#targets.get(alias);
    if (!target) return this.#refused(at, `There is no anchor &${alias.source} before this alias.`);
    if (within.includes(target)) return this.#refused(at, `The alias *${alias.source} contains itself.`);
    return this.read(target, at, within);
  }

  #entries(map: YAMLMap, at: number, within: readonly Node[]): ReadonlyMap<string, PlanEntry> {
    const entries = new Map<string, PlanEntry>();
    const merged: PlanNode[] = [];
    for (const pair of map.items) {
      const { key, keyAt } = this.#keyOf(pair, at);
      const value = pair.value ? this.read(pair.value as Node, keyAt, [...within, map]) : nothingAt(keyAt);
      if (key === undefined) this.#mistakes.add(keyAt, "A key must be a word.");
      else if (isMergeKey(pair)) merged.push(...(value.kind === "list" ? value.items : [value]));
      else if (!entries.has(key)) entries.set(key, { key, keyAt, value });
    }
    // The keys of the map itself take precedence over merged ones, and those over later ones.
    for (const source of merged) {
      if (source.kind === "map") {
        for (const [key, entry] of source.entries) if (!entries.has(key)) entries.set(key, entry);
      } else if (source.kind !== "mistake") this.#mistakes.add(source.at, "Only a map can be merged.");
    }
    return entries;
  }

  #keyOf({ key }: Pair, at: number): { readonly key: string | undefined; readonly keyAt: number } {
    const node = key as Node;
    const keyAt = node.range?.[0] ?? at;
    if (!this.#yaml.isScalar(node) || node.tag !== undefined) return { key: undefined, keyAt };
    const word = typeof node.value === "string" ? node.value : node.source;
    return { key: word || undefined, keyAt };
  }

  #refused(at: number, message: string): PlanNode {
    this.#mistakes.add(at, message);
    return { kind: "mistake", at };
  }
}

function nothingAt(at: number): PlanNode {
  return { kind: "nothing", at };
}

function isMergeKey({ key }: Pair): boolean {
  const { type, source } = key as Scalar;
  return type === "PLAIN" && source === "<<";
}

function scalar({ value, source, range }: Scalar, at: number, keyAt: number): PlanNode {
  // Nothing is written there, so the place of the key says more.
  if (value === null) return nothingAt(source ? at : keyAt);
  return { kind: "scalar", text: typeof value === "string" ? value : (source ?? ""), at, end: range?.[1] ?? at };
}
