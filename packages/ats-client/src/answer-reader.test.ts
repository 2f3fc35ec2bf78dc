import { describe, expect, it } from "vitest";
import { envelope, fault, runJobAnswer, statusAnswer } from "../test/local-service.ts";
import { answerPlan, Fault } from "./answer-plan.ts";
import { readAnswer } from "./answer-text.ts";
import { operations } from "./generated/tables.ts";

const runJob = answerPlan(operations.runJob.output);
const getJobStatus = answerPlan(operations.getJobStatus.output);
const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const read = (plan: typeof runJob, xml: string | Uint8Array) =>
  readAnswer(typeof xml === "string" ? new TextEncoder().encode(xml) : xml, "text/xml", plan);
const readCases = async (list: string) =>
  (await read(getJobStatus, statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${list}`))) as Record<string, unknown>;

describe("what an answer is read as", () => {
  it.each([
    ["<Started>true</Started><ErrorMessage/><JobID>j</JobID>", { Started: true, ErrorMessage: "", JobID: "j" }],
    ["<Started>false</Started><ErrorMessage>no</ErrorMessage>", { Started: false, ErrorMessage: "no" }],
    ["<Started> 1 </Started>", { Started: true }],
    ["<Started>0</Started><JobID></JobID>", { Started: false, JobID: "" }],
    ["<Started>true</Started><JobID><![CDATA[ 4<7 & j ]]></JobID>", { Started: true, JobID: " 4<7 & j " }],
    ["<Started>true</Started><JobID> a<![CDATA[ b ]]>&lt;<!-- no -->c </JobID>", { Started: true, JobID: " a b <c " }],
    [`<Started>true</Started><JobID ${xsi} xsi:nil="true"/>`, { Started: true }],
    [
      `<Started ${xsi} xmlns:x="http://www.w3.org/2001/XMLSchema" xsi:type="x:boolean">true</Started>`,
      { Started: true },
    ],
    ['<Started>true</Started><JobID xml:space="preserve"> j </JobID>', { Started: true, JobID: " j " }],
    ["<JobID>j</JobID>\r\n\t<Started>true</Started>", { Started: true, JobID: "j" }],
    ["<Started>true</Started><JobID>a\r\nb&#13;😀&#x1F600;</JobID>", { Started: true, JobID: "a\nb\r😀😀" }],
  ])("reads %s", async (fields, wanted) => {
    expect(await read(runJob, runJobAnswer(fields))).toStrictEqual(wanted);
  });

  it("makes a list of no, one and several test cases", async () => {
    const one = "<ExecutionDetailsTestCase><Name>a</Name><Result>Passed</Result></ExecutionDetailsTestCase>";
    const wrap = (cases: string) => `<ExecutionDetailsPerTestCase>${cases}</ExecutionDetailsPerTestCase>`;
    const a = { Name: "a", Result: "Passed" };
    expect(await readCases("")).toStrictEqual({ ExecutionStatus: "Done" });
    expect(await readCases("<ExecutionDetailsPerTestCase/>")).toMatchObject({ ExecutionDetailsPerTestCase: [] });
    expect(await readCases(wrap("\n  "))).toMatchObject({ ExecutionDetailsPerTestCase: [] });
    expect(await readCases(wrap(one))).toMatchObject({ ExecutionDetailsPerTestCase: [a] });
    expect(await readCases(wrap(`${one}\n${one}`))).toMatchObject({ ExecutionDetailsPerTestCase: [a, a] });
  });

  it("looks through the wrappers of flags and counts, empty ones too", async () => {
    const flags = "<ExecutionFlags><Flags><Canceled>1</Canceled><Warning>false</Warning></Flags></ExecutionFlags>";
    expect(await readCases(flags)).toMatchObject({ ExecutionFlags: { Canceled: true, Warning: false } });
    expect(await readCases("<ExecutionFlags/>")).toStrictEqual({ ExecutionStatus: "Done" });
    const counts =
      "<CountPassed>5</CountPassed><CountNotExecuted> 0 </CountNotExecuted><CountFailed>2147483647</CountFailed>";
    expect(
      await readCases(
        `<ExecutionResultBreakdown><ResultBreakdown>${counts}</ResultBreakdown></ExecutionResultBreakdown>`,
      ),
    ).toMatchObject({ ExecutionResultBreakdown: { CountPassed: 5, CountNotExecuted: 0, CountFailed: 2147483647 } });
  });

  it.each([
    ["<faultcode>soap:Server</faultcode><faultstring xml:lang='en'> No </faultstring>", "soap:Server", "No"],
    ["<faultstring>No</faultstring><detail><a id='1'><b/>text</a></detail>", "", "No"],
    ["", "", ""],
  ])("reads the Fault %j as a Fault", async (content, code, text) => {
    expect(await read(runJob, fault(content))).toStrictEqual(new Fault(code, text));
  });

  it("passes over header blocks", async () => {
    const xml = runJobAnswer("<Started>1</Started>").replace(
      "<soap:Body>",
      '<soap:Header><t a="1"><u/>x</t></soap:Header>$&',
    );
    expect(await read(runJob, xml)).toEqual({ Started: true });
  });
});

describe("what is no answer", () => {
  const good = runJobAnswer("<Started>true</Started><JobID>j</JobID>");
  const changed = (from: string | RegExp, to: string) => {
    expect(good.replace(from, to)).not.toBe(good);
    return good.replace(from, to);
  };
  const breakdown = (passed: string) =>
    `<ExecutionResultBreakdown><ResultBreakdown><CountPassed>${passed}</CountPassed><CountNotExecuted>0</CountNotExecuted><CountFailed>0</CountFailed></ResultBreakdown></ExecutionResultBreakdown>`;

  it.each([
    ["nothing", "", /root|holds nothing/],
    ["white space", "  \n", /root|holds nothing/],
    ["JSON", '{"Started":true}', /text/i],
    ["HTML", "<html><body>Sign in</body></html>", /element html is not known/],
    ["an envelope without a body", envelope("").replace(/<soap:Body>.*<\/soap:Body>/, ""), /Envelope has no Body/],
    ["an empty body", envelope(""), /Body holds nothing/],
    ["an empty response", envelope("<tns:RunJobResponse/>"), /RunJobResponse holds nothing/],
    ["an answer without Started", changed(/<Started>.*<\/Started>/, ""), /RunJob has no Started/],
    ["a nil Started", changed("<Started>true", `<Started ${xsi} xsi:nil="1">`), /RunJob has no Started/],
    ["Started yes", changed("true", "yes"), /Started: "yes" is neither true nor false/],
    ["Started True", changed("true", "True"), /neither true nor false/],
    ["an empty Started", changed("true", ""), /neither true nor false/],
    ["a field twice", changed("<JobID>", "<JobID>i</JobID><JobID>"), /holds JobID more than once/],
    ["two responses", changed(/<tns:RunJobResponse>.*<\/tns:RunJobResponse>/, "$&$&"), /Body holds more than one/],
    ["a response beside a Fault", changed("</soap:Body>", "<soap:Fault/></soap:Body>"), /Body holds more than one/],
    ["two bodies", changed(/<soap:Body>.*<\/soap:Body>/, "$&$&"), /holds Body more than once/],
    [
      "another operation's answer",
      statusAnswer("<ExecutionStatus>Done</ExecutionStatus>"),
      /GetTestRunResponse is not known/,
    ],
    ["an element that is not known", changed("<JobID>", "<Extra/><JobID>"), /element Extra is not known in RunJob/],
    ["an element in a text", changed("<JobID>j", "<JobID><b>j</b>"), /element in JobID/],
    ["text between elements", changed("<JobID>", "then<JobID>"), /text in RunJob/],
    ["CDATA between elements", changed("<JobID>", "<![CDATA[x]]><JobID>"), /text in RunJob/],
    ["a no-break space between elements", changed("<JobID>", "\u00A0<JobID>"), /text in RunJob/],
    ["qualified children", changed(/<(\/?)JobID>/g, "<$1tns:JobID>"), /element tns:JobID is not known/],
    ["an unqualified response", changed(/tns:RunJobResponse/g, "RunJobResponse"), /RunJobResponse is not known/],
    [
      "a SOAP 1.2 envelope",
      changed(/xmlns:soap="[^"]*"/, 'xmlns:soap="http://www.w3.org/2003/05/soap-envelope"'),
      /Envelope is not known/,
    ],
    [
      "an envelope in no namespace",
      changed(/soap:/g, "").replace('xmlns:soap="', 'xmlns:x="'),
      /Envelope is not known/,
    ],
    ["a prefix without a namespace", changed("<JobID>j</JobID>", "<z:JobID>j</z:JobID>"), /unbound namespace prefix/],
    ["an attribute that is not known", changed("<RunJob>", '<RunJob id="__proto__">'), /attribute id of RunJob/],
    ["an href", changed("<RunJob>", '<RunJob href="#a">'), /attribute href of RunJob/],
    ["a DOCTYPE", `<!DOCTYPE a [<!ENTITY b "c">]>${good}`, /DOCTYPE/],
    ["an external entity", `<!DOCTYPE a SYSTEM "file:///etc/passwd">${good}`, /DOCTYPE/],
    ["an entity that is not known", changed("<JobID>j", "<JobID>&nbsp;"), /undefined entity/],
    ["a reference to a character that XML has not", changed("<JobID>j", "<JobID>&#0;"), /malformed character entity/],
    ["a bare &", changed("<JobID>j", "<JobID>a & b"), /entity|unclosed tag/],
    ["a control character", changed("<JobID>j", "<JobID>\u0001"), /disallowed character/],
    ["a processing instruction", changed("<JobID>", "<?php x?><JobID>"), /processing instruction/],
    [
      "crossed tags",
      changed("</RunJob></tns:RunJobResponse>", "</tns:RunJobResponse></RunJob>"),
      /unexpected close tag/,
    ],
    ["something after the end", `${good}<a/>`, /documents may contain only one root|is not known|more than one/],
    [
      "a negative count",
      statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${breakdown("-1")}`),
      /CountPassed: "-1" is no count/,
    ],
    [
      "a fraction as a count",
      statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${breakdown("1.5")}`),
      /is no count/,
    ],
    [
      "a count with an exponent",
      statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${breakdown("1e3")}`),
      /is no count/,
    ],
    ["an empty count", statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${breakdown("")}`), /is no count/],
    [
      "a count above xsd:int",
      statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${breakdown("2147483648")}`),
      /is no count/,
    ],
    [
      "flags that are not complete",
      statusAnswer(
        "<ExecutionStatus>Done</ExecutionStatus><ExecutionFlags><Flags><Warning>1</Warning></Flags></ExecutionFlags>",
      ),
      /Flags has no Canceled/,
    ],
    [
      "a test case without a result",
      statusAnswer(
        "<ExecutionStatus>Done</ExecutionStatus><ExecutionDetailsPerTestCase><ExecutionDetailsTestCase><Name>a</Name></ExecutionDetailsTestCase></ExecutionDetailsPerTestCase>",
      ),
      /has no Result/,
    ],
  ])("%s", async (_, xml, message) => {
    const plan =
      xml.includes("ExecutionStatus") && !message.source.includes("GetTestRunResponse") ? getJobStatus : runJob;
    await expect(read(plan, xml)).rejects.toThrow(message);
  });

  it("an answer that ends early, wherever it ends", async () => {
    const bytes = new TextEncoder().encode(good);
    for (let end = 0; end < bytes.length; end += 1) {
      await expect(read(runJob, bytes.subarray(0, end)), `at ${end}`).rejects.toThrow();
    }
    expect(await read(runJob, bytes)).toEqual({ Started: true, JobID: "j" });
  });

  it("pollutes no prototype, whatever attributes and elements are called", async () => {
    for (const name of ["__proto__", "constructor", "prototype", "hasOwnProperty"]) {
      await expect(
        read(runJob, changed("<JobID>", `<${name}><polluted>1</polluted></${name}><JobID>`)),
      ).rejects.toThrow();
      await expect(read(runJob, changed("<RunJob>", `<RunJob ${name}="1">`))).rejects.toThrow();
      await read(runJob, fault(`<detail ${name}="1"><${name} id="__proto__" ${name}="1">x</${name}></detail>`));
    }
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
