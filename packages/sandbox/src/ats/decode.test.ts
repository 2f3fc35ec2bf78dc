import { describe, expect, it } from "vitest";
import { services } from "../generated/ats.ts";
import { decode } from "./decode.ts";
import { readEnvelope } from "./envelope.ts";
import { Fault } from "./fault.ts";

const { input } = services.GetJobStatus;

function body(content: string): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://www.mendix.com/"><s:Body>
    <t:GetTestRun>${content}</t:GetTestRun></s:Body></s:Envelope>`;
}

const ids = "<AppAPIToken>t</AppAPIToken><JobID>j</JobID><AppID>a</AppID>";
const asked = { AppAPIToken: "t", JobID: "j", AppID: "a" };
const nothing = {
  IncludeExecutionFlags: false,
  IncludeExecutionResultBreakdown: false,
  IncludeDetailsPerTestCase: false,
};

describe("a request's content", () => {
  it.each([
    { what: "only the required elements", content: ids, wanted: { ...asked, ...nothing } },
    {
      what: "flags in every form of a boolean",
      content: `${ids}<IncludeExecutionFlags> 1 </IncludeExecutionFlags><IncludeDetailsPerTestCase>true</IncludeDetailsPerTestCase>`,
      wanted: { ...asked, ...nothing, IncludeExecutionFlags: true, IncludeDetailsPerTestCase: true },
    },
    {
      what: "CDATA, comments and escapes",
      content: "<AppAPIToken><![CDATA[a<]]>&amp;<!-- no -->b</AppAPIToken><JobID/><AppID>&#x41;</AppID>",
      wanted: { ...nothing, AppAPIToken: "a<&b", JobID: "", AppID: "A" },
    },
    {
      what: "white space between the elements, and in a text",
      content: `\n  ${ids.replace(">j<", "> j <")}\n`,
      wanted: { ...asked, ...nothing, JobID: " j " },
    },
  ])("is accepted with $what", ({ content, wanted }) => {
    expect(decode(readEnvelope(body(`<TestRun>${content}</TestRun>`)).body, input)).toEqual({ TestRun: wanted });
  });

  it.each([
    { content: "", message: "GetTestRun must contain TestRun here, not nothing: the order counts" },
    { content: "<TestRun/>", message: "TestRun must contain AppAPIToken here, not nothing" },
    {
      content: "<TestRun><AppAPIToken>t</AppAPIToken><AppID>a</AppID><JobID>j</JobID></TestRun>",
      message: "TestRun must contain JobID here, not AppID: the order counts",
    },
    { content: `<TestRun>${ids}<JobID>j</JobID></TestRun>`, message: "JobID is repeated or out of order in TestRun" },
    { content: `<TestRun>${ids}<Extra/></TestRun>`, message: "Extra is unknown in TestRun" },
    { content: `<TestRun>${ids}</TestRun><TestRun/>`, message: "TestRun is repeated or out of order in GetTestRun" },
    { content: `<t:TestRun>${ids}</t:TestRun>`, message: "not {http://www.mendix.com/}TestRun" },
    { content: `<TestRun xmlns="urn:x">${ids}</TestRun>`, message: "not {urn:x}TestRun" },
    { content: `<TestRun id="1">${ids}</TestRun>`, message: "TestRun must have no attribute {}id" },
    { content: `<TestRun>text${ids}</TestRun>`, message: "TestRun must contain elements, not text" },
    { content: `<TestRun>${ids.replace(">j<", "><b/><")}</TestRun>`, message: "JobID must contain text, not elements" },
    {
      content: `<TestRun>${ids}<IncludeExecutionFlags>yes</IncludeExecutionFlags></TestRun>`,
      message: "IncludeExecutionFlags must be true or false",
    },
  ])("is refused: $message", ({ content, message }) => {
    expect(() => decode(readEnvelope(body(content)).body, input)).toThrow(message);
  });
});

describe("an envelope", () => {
  const soap = 'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"';
  it.each([
    { xml: "", message: "not well-formed" },
    { xml: "hello", message: "not well-formed" },
    { xml: "<a><b></a></b>", message: "not well-formed" },
    { xml: `<s:Envelope ${soap}>`, message: "not well-formed" },
    { xml: `<s:Envelope ${soap}><s:Body>&unknown;</s:Body></s:Envelope>`, message: "not well-formed" },
    { xml: "<x:Envelope/>", message: "not well-formed" },
    {
      xml: `<!DOCTYPE s [<!ENTITY e SYSTEM "file:///etc/passwd">]><s:Envelope ${soap}><s:Body>&e;</s:Body></s:Envelope>`,
      message: "A DOCTYPE is not accepted",
    },
    { xml: "<Letter/>", message: "The root element is Letter, not Envelope" },
    { xml: `<s:Envelope ${soap}/>`, message: "then a Body, and nothing else" },
    { xml: `<s:Envelope ${soap}><s:Body/></s:Envelope>`, message: "exactly one element, not 0" },
    { xml: `<s:Envelope ${soap}><s:Body><a/><b/></s:Body></s:Envelope>`, message: "exactly one element, not 2" },
    { xml: `<s:Envelope ${soap}><s:Body><a/></s:Body><s:Header/></s:Envelope>`, message: "and nothing else" },
    { xml: `<s:Envelope ${soap}><Body><a/></Body></s:Envelope>`, message: "then a Body" },
    { xml: `<s:Envelope ${soap}>text<s:Body><a/></s:Body></s:Envelope>`, message: "must contain elements, not text" },
    { xml: `${"<a>".repeat(5000)}${"</a>".repeat(5000)}`, message: "nests deeper than 12 elements" },
  ])("is refused: $message", ({ xml, message }) => {
    expect(() => readEnvelope(xml)).toThrow(message);
    expect(() => readEnvelope(xml)).toThrow(Fault);
  });

  it("of SOAP 1.2 has the wrong version", () => {
    const xml = '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body><a/></s:Body></s:Envelope>';
    expect(() => readEnvelope(xml)).toThrow(expect.objectContaining({ code: "VersionMismatch" }) as Error);
  });
});
