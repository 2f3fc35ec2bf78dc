// Reading an XML document so that nothing in it is overlooked: what is not expected is an error that names the line.
import { DOMParser, type Element, type Node } from "@xmldom/xmldom";

/** Child elements that may stand in a place: local names by namespace. */
export type Expected = Readonly<Record<string, readonly string[]>>;

/** The root element of a document; anything that is not well-formed throws. */
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

/** The child elements; another element than those expected, or text between them, throws. */
export function childrenOf(element: Element, expected: Expected): Element[] {
  const children: Element[] = [];
  for (const node of nodesOf(element)) {
    if (isElement(node)) {
      if (!expected[node.namespaceURI ?? ""]?.includes(node.localName ?? "")) fail(node, "is not known here");
      children.push(node);
    } else if (node.nodeType !== node.COMMENT_NODE && node.nodeValue?.trim()) {
      fail(element, `holds the text ${JSON.stringify(node.nodeValue.trim())}`);
    }
  }
  return children;
}

/** Those of a list that have a local name. */
export function named(elements: readonly Element[], localName: string): Element[] {
  return elements.filter((element) => element.localName === localName);
}

/** The one element of a list; none or several throw, blaming the parent. */
export function only(elements: readonly Element[], parent: Element, what: string): Element {
  const [first, ...rest] = elements;
  if (!first || rest.length > 0) fail(parent, `has ${elements.length} of ${what} where one is wanted`);
  return first;
}

/** An attribute that must be there. */
export function attribute(element: Element, name: string): string {
  return element.getAttribute(name) ?? fail(element, `has no attribute ${name}`);
}

/** Throws on an attribute that is not listed; namespace declarations may always stand. */
export function allowAttributes(element: Element, names: readonly string[]): void {
  for (const { name } of element.attributes) {
    if (!names.includes(name) && name !== "xmlns" && !name.startsWith("xmlns:"))
      fail(element, `has the attribute ${name}`);
  }
}

/** A prefixed name in an attribute, resolved to its namespace. */
export function qualifiedName(element: Element, attributeName: string): { namespace: string; name: string } {
  const [prefix = "", name] = attribute(element, attributeName).split(":");
  const namespace = element.lookupNamespaceURI(prefix);
  if (!namespace || !name) fail(element, `has no resolvable ${attributeName}`);
  return { namespace, name };
}

/** An element's whole text on one line. */
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
