import { SaxesParser } from "saxes";
import { resolve, type Schema } from "./apptest-document.ts";

interface Element {
  readonly schema: Schema;
  readonly value: Record<string, unknown>;
  text: string;
}

/**
 * Converts XML to a value, by the `xml` annotations of a schema in specs/apptest.openapi.yaml.
 *
 * @throws for an attribute that is not in the schema, and for XML that is not well-formed.
 */
export function fromXml(text: string, root: string): unknown {
  const parser = new SaxesParser();
  const open: Element[] = [];
  let whole: unknown;
  parser.on("opentag", ({ name, attributes }) => {
    const parent = open.at(-1)?.schema;
    const field = parent ? resolve(parent.properties?.[name] ?? {}) : { $ref: `#/components/schemas/${root}` };
    const schema = resolve(field.items ?? field);
    const known = Object.entries(attributes).filter(([key]) => schema.properties?.[key]?.xml?.attribute === true);
    if (known.length < Object.keys(attributes).length)
      throw new Error(`<${name}> has an attribute that is not described`);
    open.push({ schema, value: Object.fromEntries(known), text: "" });
  });
  parser.on("text", (more) => {
    const element = open.at(-1);
    if (element) element.text += more;
  });
  parser.on("closetag", ({ name }) => {
    const element = open.pop();
    const parent = open.at(-1);
    const value = element?.schema.type === "string" ? element.text : element?.value;
    if (!parent) whole = value;
    else if (resolve(parent.schema.properties?.[name] ?? {}).items) {
      parent.value[name] = [...((parent.value[name] as unknown[] | undefined) ?? []), value];
    } else parent.value[name] = value;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(text).close();
  return whole;
}
