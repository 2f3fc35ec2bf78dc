/** A part of a plan file, with aliases and merge keys resolved. `at` is where it stands in the text, in UTF-16 code units. */
export type PlanNode = PlanScalar | PlanList | PlanMap | PlanGap;

/** Nothing is written, or it cannot be used, which has been reported already. */
interface PlanGap {
  readonly kind: "nothing" | "mistake";
  readonly at: number;
}

/** A value. Numbers and booleans are kept as they are written: `007` stays `007`. */
export interface PlanScalar {
  readonly kind: "scalar";
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

export interface PlanList {
  readonly kind: "list";
  readonly items: readonly PlanNode[];
  readonly at: number;
}

export interface PlanMap {
  readonly kind: "map";
  /** By key, in the order of the file. */
  readonly entries: ReadonlyMap<string, PlanEntry>;
  readonly at: number;
}

/** One key of a map, and its value. */
export interface PlanEntry {
  readonly key: string;
  readonly keyAt: number;
  readonly value: PlanNode;
}

/** Names the kind of a part for people. */
export function kindOf(node: PlanNode): string {
  return { scalar: "a value", list: "a list", map: "a map", nothing: "empty", mistake: "a mistake" }[node.kind];
}
