// Validates ATS envelopes in tests with libxml2, compiled to WebAssembly, against the WSDL's own schema, and converts them
// to canonical form. This is the original library, and it needs no system package.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { validateXML } from "xmllint-wasm";
import { schemaOf } from "../scripts/generate/wsdl.ts";

/** The text of specs/ats.wsdl. */
export const atsWsdl: string = readFileSync(join(import.meta.dirname, "ats.wsdl"), "utf8");

/** Returns the text of an envelope from the Mendix ATS CI/CD API page, by its name in specs/examples/ats. */
export function atsExample(name: string): string {
  return readFileSync(join(import.meta.dirname, "examples/ats", `${name}.xml`), "utf8");
}

/** A SOAP 1.1 envelope whose header blocks and body elements must all be declared in the WSDL. */
const envelopeSchema = `<?xml version="1.0"?>
<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"
    targetNamespace="http://schemas.xmlsoap.org/soap/envelope/" elementFormDefault="qualified">
  <xsd:import namespace="http://www.mendix.com/" schemaLocation="ats.xsd"/>
  <xsd:element name="Envelope">
    <xsd:complexType>
      <xsd:sequence>
        <xsd:element name="Header" minOccurs="0">
          <xsd:complexType><xsd:sequence><xsd:any namespace="http://www.mendix.com/" processContents="strict"/></xsd:sequence></xsd:complexType>
        </xsd:element>
        <xsd:element name="Body">
          <xsd:complexType><xsd:sequence><xsd:any namespace="http://www.mendix.com/" processContents="strict"/></xsd:sequence></xsd:complexType>
        </xsd:element>
      </xsd:sequence>
    </xsd:complexType>
  </xsd:element>
</xsd:schema>`;

/** Returns the problems of envelopes according to the WSDL's schema; empty if all are valid. */
export async function envelopeProblems(...envelopes: readonly string[]): Promise<string[]> {
  return (await problemsOfEach(envelopes)).flat();
}

/**
 * Returns the problems of each envelope, in the order of the envelopes. One call for many is far cheaper than many calls:
 * most of the time, the validator starts.
 */
export async function problemsOfEach(envelopes: readonly string[]): Promise<readonly (readonly string[])[]> {
  const xml = envelopes.map((contents, index) => ({ fileName: `envelope-${index}.xml`, contents }));
  const { errors, rawOutput } = await validateXML({
    xml,
    schema: { fileName: "envelope.xsd", contents: envelopeSchema },
    preload: { fileName: "ats.xsd", contents: schemaOf(atsWsdl) },
  });
  return xml.map(({ fileName }) => {
    if (rawOutput.split("\n").includes(`${fileName} validates`)) return [];
    const found = errors.filter(({ loc }) => loc?.fileName === fileName);
    return found.length > 0 ? found.map(({ message }) => message) : [rawOutput];
  });
}

/** Returns the canonical form (C14N 1.0) of each envelope, without the white space between its elements. */
export async function canonicalOfEach(envelopes: readonly string[]): Promise<readonly string[]> {
  const { normalized, rawOutput } = await validateXML({
    xml: envelopes.map((contents, index) => ({ fileName: `envelope-${index}.xml`, contents })),
    normalization: "c14n",
    modifyArguments: (args) => ["--noblanks", ...args],
  });
  // They come one after the other. In a text, a tag would be escaped.
  const forms = normalized.match(/\s*<[^]*?<\/(?:\w+:)?Envelope>/g) ?? [];
  if (forms.length !== envelopes.length || forms.join("") !== normalized.trimEnd()) throw new Error(rawOutput);
  return forms.map((form) => form.trimStart());
}
