import { describe, expect, it } from "vitest";
import { envelope, fault, runJobAnswer, statusAnswer } from "../test/local-service.ts";
import { answerPlan, Fault } from "./answer-plan.ts";
import { readAnswer } from "./answer-text.ts";
import { operations } from "./generated/tables.ts";

const runJob = answerPlan(operations.runJob.output);
const getJobStatus = answerPlan(operations.getJobStatus.output);
const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

const read = (plan: typeof runJob, xml: string | Uint8Array) =>
  readAnswer(typeof xml === "string" ? new TextEncoder().encode(xml) : xml, "text/xml", plan).then(
    ({ value }) => value,
  );
const readCases = async (list: string) =>
  (await read(getJobStatus, statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${list}`))) as Record<string, unknown>;

describe("an answer", () => {
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

  it("has a list of test cases, whether there are none, one or several", async () => {
    const one = "<ExecutionDetailsTestCase><Name>a</Name><Result>Passed</Result></ExecutionDetailsTestCase>";
    const wrap = (cases: string) => `<ExecutionDetailsPerTestCase>${cases}</ExecutionDetailsPerTestCase>`;
    const a = { Name: "a", Result: "Passed" };
    expect(await readCases("")).toStrictEqual({ ExecutionStatus: "Done" });
    expect(await readCases("<ExecutionDetailsPerTestCase/>")).toMatchObject({ ExecutionDetailsPerTestCase: [] });
    expect(await readCases(wrap("\n  "))).toMatchObject({ ExecutionDetailsPerTestCase: [] });
    expect(await readCases(wrap(one))).toMatchObject({ ExecutionDetailsPerTestCase: [a] });
    expect(await readCases(wrap(`${one}\n${one}`))).toMatchObject({ ExecutionDetailsPerTestCase: [a, a] });
  });

  it("is read without the wrappers of flags and counts, even empty ones", async () => {
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
  ])("with the Fault %j is a Fault", async (content, code, text) => {
    expect(await read(runJob, fault(content))).toStrictEqual(new Fault(code, text));
  });

  it("is read without its header blocks", async () => {
    const xml = runJobAnswer("<Started>1</Started>").replace(
      "<soap:Body>",
      '<soap:Header><t a="1"><u/>x</t></soap:Header>$&',
    );
    expect(await read(runJob, xml)).toEqual({ Started: true });
  });
});

describe("a document is refused if it is", () => {
  const good = runJobAnswer("<Started>true</Started><JobID>j</JobID>");
  const withoutId = (started: string): string => runJobAnswer(`${started}<JobID> </JobID>`);
  const changed = (from: string | RegExp, to: string) => {
    expect(good.replace(from, to)).not.toBe(good);
    return good.replace(from, to);
  };
  const status = (more: string): string => statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${more}`);
  const flags = (more: string): string =>
    `<ExecutionFlags><Flags><Canceled>false</Canceled><Warning>false</Warning>${more}</Flags></ExecutionFlags>`;
  const breakdown = (passed: string, more = "") =>
    `<ExecutionResultBreakdown><ResultBreakdown>${more}<CountPassed>${passed}</CountPassed><CountNotExecuted>0</CountNotExecuted><CountFailed>0</CountFailed></ResultBreakdown></ExecutionResultBreakdown>`;

  it.each([
    ["nothing", "", /root|is empty/],
    ["white space", "  \n", /root|is empty/],
    ["JSON", '{"Started":true}', /text/i],
    ["HTML", "<html><body>Sign in</body></html>", /element html is not known/],
    ["an envelope without a body", envelope("").replace(/<soap:Body>.*<\/soap:Body>/, ""), /Envelope has no Body/],
    ["an empty body", envelope(""), /Body is empty/],
    ["an empty response", envelope("<tns:RunJobResponse/>"), /RunJobResponse is empty/],
    ["an answer without Started and without an id", withoutId(""), /does not say whether it is Started/],
    ["a nil Started without an id", withoutId(`<Started ${xsi} xsi:nil="1"/>`), /does not say whether it is Started/],
    ["Started yes without an id", withoutId("<Started>yes</Started>"), /does not say whether it is Started/],
    ["a field twice", changed("<JobID>", "<JobID>i</JobID><JobID>"), /contains JobID more than once/],
    ["two responses", changed(/<tns:RunJobResponse>.*<\/tns:RunJobResponse>/, "$&$&"), /Body contains more than one/],
    ["a response beside a Fault", changed("</soap:Body>", "<soap:Fault/></soap:Body>"), /Body contains more than one/],
    ["two bodies", changed(/<soap:Body>.*<\/soap:Body>/, "$&$&"), /contains Body more than once/],
    [
      "another operation's answer",
      statusAnswer("<ExecutionStatus>Done</ExecutionStatus>"),
      /GetTestRunResponse is not known/,
    ],
    [
      "an answer with an unknown element whose name is a verdict",
      status("<AbortReason>x</AbortReason>"),
      /AbortReason is not known, and may report/,
    ],
    ["an unknown flag that is set", status(flags("<Paused>true</Paused>")), /Paused is not known, and is set/],
    ["an unknown count that is not 0", status(breakdown("1", "<CountNew>2</CountNew>")), /CountNew is not known/],
    ["a known element of another namespace", changed(/<(\/?)JobID>/g, "<$1tns:JobID>"), /tns:JobID is not known/],
    ["an element in a text", changed("<JobID>j", "<JobID><b>j</b>"), /element in JobID/],
    ["text between elements", changed("<JobID>", "then<JobID>"), /text in RunJob/],
    ["CDATA between elements", changed("<JobID>", "<![CDATA[x]]><JobID>"), /text in RunJob/],
    ["a no-break space between elements", changed("<JobID>", "\u00A0<JobID>"), /text in RunJob/],
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
    [
      "an attribute whose name is a verdict",
      status("<ErrorMessage errorCode='4'/>"),
      /attribute errorCode of ErrorMessage/,
    ],
    ["a DOCTYPE", `<!DOCTYPE a [<!ENTITY b "c">]>${good}`, /DOCTYPE/],
    ["an external entity", `<!DOCTYPE a SYSTEM "file:///etc/passwd">${good}`, /DOCTYPE/],
    ["an entity that is not known", changed("<JobID>j", "<JobID>&nbsp;"), /undefined entity/],
    ["a bare &", changed("<JobID>j", "<JobID>a & b"), /entity|unclosed tag/],
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
      /CountPassed: "-1" is not a count/,
    ],
    [
      "a fraction as a count",
      statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${breakdown("1.5")}`),
      /is not a count/,
    ],
    [
      "a count with an exponent",
      statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${breakdown("1e3")}`),
      /is not a count/,
    ],
    ["an empty count", statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${breakdown("")}`), /is not a count/],
    [
      "a count above xsd:int",
      statusAnswer(`<ExecutionStatus>Done</ExecutionStatus>${breakdown("2147483648")}`),
      /is not a count/,
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

  it("but not if it only has hostile names, which change no prototype", async () => {
    for (const name of ["__proto__", "constructor", "prototype", "hasOwnProperty"]) {
      const wanted = { Started: true, JobID: "j" };
      for (const xml of [
        changed("<JobID>", `<${name}><polluted>1</polluted></${name}><JobID>`),
        changed("<RunJob>", `<RunJob ${name}="1" id="__proto__">`),
      ])
        expect(await read(runJob, xml)).toStrictEqual(wanted);
      expect(await read(getJobStatus, status(`<${name}>1</${name}>`))).toStrictEqual({ ExecutionStatus: "Done" });
      await read(runJob, fault(`<detail ${name}="1"><${name} id="__proto__" ${name}="1">x</${name}></detail>`));
    }
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
