import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import generate from "./ats-client.generator.ts";
import { readWsdl, schemaOf, withoutDocumentation } from "./wsdl.ts";

const text = readFileSync(join(import.meta.dirname, "../../specs/ats.wsdl"), "utf8");
const changed = (from: string | RegExp, to: string): string => {
  expect(text).not.toBe(text.replace(from, to));
  return text.replace(from, to);
};

describe("withoutDocumentation", () => {
  it("leaves everything that a program reads", () => {
    const short = withoutDocumentation(text);
    expect(short).not.toMatch(/<!--|documentation|annotation/);
    const read = (whole: string): unknown =>
      JSON.parse(JSON.stringify(readWsdl(whole), (key, value: unknown) => (key === "doc" ? undefined : value)));
    expect(read(short)).toEqual(read(text));
  });
});

describe("readWsdl", () => {
  it("reads fields in order, with optionality, repetition, default and documentation", () => {
    const type = (name: string) => readWsdl(text).types.find((candidate) => candidate.name === name);
    expect(type("ExecutionDetailsTestCase")?.fields.map((field) => [field.name, field.optional])).toEqual([
      ["Name", false],
      ["Result", false],
      ["Duration", true],
      ["ErrorMessage", true],
    ]);
    expect(type("ExecutionDetailsPerTestCaseWrapper")?.fields).toEqual([
      {
        name: "ExecutionDetailsTestCase",
        type: { complex: "ExecutionDetailsTestCase" },
        optional: true,
        repeated: true,
      },
    ]);
    expect(type("GetJobStatusRequest")?.fields[3]).toMatchObject({ type: { simple: "boolean" }, default: "false" });
    expect(type("RunJobRequest")?.fields[0]?.doc).toMatch(/^Authorizes the request\./);
  });

  it.each([
    ["another compositor", changed("<xsd:sequence>", "<xsd:choice/><xsd:sequence>"), /xsd:choice> is not known here/],
    ["an unknown simple type", changed('type="xsd:int"', 'type="xsd:decimal"'), /unknown type decimal/],
    ["an attribute it does not read", changed('minOccurs="0"', 'nillable="true" minOccurs="0"'), /attribute nillable/],
    ["minOccurs above one", changed('minOccurs="0"', 'minOccurs="2"'), /minOccurs 2/],
    ["a bounded list", changed('maxOccurs="unbounded"', 'maxOccurs="9"'), /maxOccurs 9/],
    [
      "a type that does not exist",
      changed('type="tns:RunJobRequest"', 'type="tns:RunJobWish"'),
      /no complexType RunJobWish/,
    ],
    [
      "a type that nothing uses",
      changed("</xsd:schema>", '<xsd:complexType name="Idle"><xsd:sequence/></xsd:complexType></xsd:schema>'),
      /Nothing uses the complexType Idle/,
    ],
    [
      "a field without a type",
      changed('name="AppID" type="xsd:string"', 'name="AppID"'),
      /AppID has no attribute type/,
    ],
    [
      "qualified children",
      changed('elementFormDefault="unqualified"', 'elementFormDefault="qualified"'),
      /qualifies local/,
    ],
    ["an rpc style", changed('soapAction="" style="document"', 'soapAction="" style="rpc"'), /style document/],
    [
      "an encoded header",
      changed('part="authentication" use="literal"', 'part="authentication" use="encoded"'),
      /not literal/,
    ],
    [
      "a message that does not exist",
      changed('message="tns:RunJobInput"', 'message="tns:Nothing"'),
      /must have one message Nothing; has 0/,
    ],
    [
      "two ports in a service",
      changed(/(<wsdl:port name="RunJobPort"[\s\S]*?<\/wsdl:port>)/, "$1$1"),
      /must have one port; has 2/,
    ],
    [
      "a binding's operation with another name",
      changed(/(RunJobBinding[\s\S]*?<wsdl:operation name=)"RunJob"/, '$1"Run"'),
      /is not the portType's/,
    ],
    ["an extension", changed("<wsdl:types>", "<wsdl:import/><wsdl:types>"), /wsdl:import> is not known here/],
    ["text between elements", changed("<xsd:sequence>", "<xsd:sequence>then"), /contains the text "then"/],
    ["a document that ends early", text.slice(0, -40), /rror/],
  ])("refuses %s, and names it", (_, wsdl, message) => {
    expect(() => readWsdl(wsdl)).toThrow(message);
  });

  it("names the line of the problem", () => {
    const line = text.slice(0, text.indexOf('type="xsd:int"')).split("\n").length;
    expect(() => readWsdl(changed('type="xsd:int"', 'type="xsd:float"'))).toThrow(`Line ${line}: <xsd:element>`);
  });

  it("returns the schema as a separate document", () => {
    expect(schemaOf(text)).toMatch(/^<xsd:schema xmlns:xsd="[^"]+" xmlns:tns="http:\/\/www\.mendix\.com\/" target/);
  });
});

describe("the ats-client's generated files", () => {
  it("are up to date with the WSDL, and the same each time", async () => {
    const files = await generate();
    expect(await generate()).toEqual(files);
    expect(Object.keys(files)).toHaveLength(3);
    for (const [path, content] of Object.entries(files)) {
      expect(content).toContain("`pnpm generate`");
      expect(readFileSync(join(import.meta.dirname, "../..", path), "utf8")).toBe(content);
    }
  });
});
