import type * as Yaml from "yaml";
import type { Alias, Document, Node } from "yaml";

/**
 * Returns what each alias of a document stands for: the last node before it that has its anchor. Found in one pass: the
 * library would search the whole document for each alias, so a file of 1 MiB could take an hour.
 */
export function targetsOf({ visit }: typeof Yaml, document: Document): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Alias(_, alias) {
      const target = anchors.get(alias.source);
      if (target) targets.set(alias, target);
    },
    Value(_, node) {
      if (node.anchor) anchors.set(node.anchor, node);
    },
  });
  return targets;
}
