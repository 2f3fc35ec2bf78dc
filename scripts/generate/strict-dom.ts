// Reads an XML document strictly: anything unallowed is an error that names the line.
import { DOMParser, type Element, type Node } from "@xmldom/xmldom";

/** The child elements that are allowed: local names by namespace. */
export type AllowedElements = Readonly<Record<string, readonly string[]>>;

/** Parses a document and returns its root element; throws if it is not well-formed. */
export function parseStrict(text: string): Element {
  const document = new DOMParser({
    onError: (level, message) => {
      throw new Error(`${level}: ${message}`);
    },
  }).parseFromString(text, "text/xml");
  if (!document.documentElement) throw new Error("The document is empty");
  return document.documentElement;
}

/** Throws an error that names the element and its line. */
export function fail(element: Element, problem: string): never {
  const name = element.getAttribute("name");
  throw new Error(`Line ${element.lineNumber}: <${element.nodeName}>${name === null ? "" : ` ${name}`} ${problem}`);
}

/** Returns the child elements; throws if there is another element, or text between them. */
export function childrenOf(element: Element, allowed: AllowedElements): Element[] {
  const children: Element[] = [];
  for (const node of nodesOf(element)) {
    if (isElement(node)) {
      if (!allowed[node.namespaceURI ?? ""]?.includes(node.localName ?? "")) fail(node, "is not known here");
      children.push(node);
    } else if (node.nodeType !== node.COMMENT_NODE && node.nodeValue?.trim()) {
      fail(element, `contains the text ${JSON.stringify(node.nodeValue.trim())}`);
    }
  }
  return children;
}

/** Returns the elements of a list with a local name. */
export function named(elements: readonly Element[], localName: string): Element[] {
  return elements.filter((element) => element.localName === localName);
}

/** Returns the only element of a list; otherwise throws an error about the parent. */
export function only(elements: readonly Element[], parent: Element, what: string): Element {
  const [first, ...rest] = elements;
  if (!first || rest.length > 0) fail(parent, `must have one ${what}; has ${elements.length}`);
  return first;
}

/** Returns a required attribute. */
export function attribute(element: Element, name: string): string {
  return element.getAttribute(name) ?? fail(element, `has no attribute ${name}`);
}

/** Throws if there is an attribute that is not listed; namespace declarations are always allowed. */
export function allowAttributes(element: Element, names: readonly string[]): void {
  for (const { name } of element.attributes) {
    if (!names.includes(name) && name !== "xmlns" && !name.startsWith("xmlns:"))
      fail(element, `has the attribute ${name}`);
  }
}

/** Resolves a prefixed name in an attribute to its namespace. */
export function qualifiedName(element: Element, attributeName: string): { namespace: string; name: string } {
  const [prefix = "", name] = attribute(element, attributeName).split(":");
  const namespace = element.lookupNamespaceURI(prefix);
  if (!namespace || !name) fail(element, `has no resolvable ${attributeName}`);
  return { namespace, name };
}

/** Returns an element's whole text on one line. */
export function textOf(element: Element): string {
  for (const node of nodesOf(element)) if (isElement(node)) fail(node, "is not known here");
  return (element.textContent ?? "").replace(/\s+/g, " ").trim();
}

function nodesOf(element: Element): Node[] {
  return Array.from(element.childNodes);
}

function isElement(node: Node): node is Element {
  return node.nodeType === node.ELEMENT_NODE;
}
