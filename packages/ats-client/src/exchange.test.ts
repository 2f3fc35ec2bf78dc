import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { type Answer, envelope, fault, runJobAnswer, xml } from "../test/local-service.ts";
import { AtsError } from "./index.ts";
import { good, outcome, started } from "./exchange.fixture.ts";

const withoutId = good.replace(/<JobID>.*<\/JobID>/, "<JobID/>");

describe("an answer", () => {
  it.each([
    ["text/xml", { "content-type": "text/xml" }],
    ["application/xml", { "content-type": "Application/XML; charset=utf-8" }],
    ["application/soap+xml", { "content-type": "application/soap+xml" }],
  ])("is a 200 with %s", async (_, headers) => {
    expect(await outcome(xml(good, 200, headers))).toEqual(started);
  });

  it.each([201, 404, 429, 500, 502, 503, 504])("is a %d that names the run: no id is ever dropped", async (status) => {
    expect(await outcome(xml(good, status))).toEqual(started);
  });

  it("may be compressed", async () => {
    expect(await outcome(xml(gzipSync(good), 200, { "content-encoding": "gzip" }))).toEqual(started);
  });

  it.each([
    ["an empty 200", xml(""), "ats-unreadable"],
    ["an HTML page", xml("<html><body>Sign in</body></html>", 200, { "content-type": "text/html" }), "ats-unreadable"],
    ["an HTML page that says it is XML", xml("<html><body>Sign in</body></html>"), "ats-unreadable"],
    ["JSON", xml('{"Started":true}', 200, { "content-type": "application/json" }), "ats-unreadable"],
    ["JSON that says it is XML", xml('{"RunJob":{"Started":true}}'), "ats-unreadable"],
    ["a valid answer of another content type", xml(good, 200, { "content-type": "text/plain" }), "ats-unreadable"],
    ["an answer that ends early", xml(good.slice(0, -20)), "ats-unreadable"],
    [
      "an answer in an encoding that is not supported",
      xml(good, 200, { "content-type": "text/xml; charset=latin1" }),
      "ats-unreadable",
    ],
    ["a DOCTYPE", xml(`<!DOCTYPE a>${good}`), "ats-unreadable"],
    ["an empty body", xml(envelope("")), "ats-unreadable"],
    ["an empty 204", (response) => response.writeHead(204).end(), "ats-http"],
    ["started without an id under 201", xml(withoutId, 201), "ats-unreadable"],
    ["started without an id under 500", xml(withoutId, 500), "ats-unreadable"],
    ["started without an id under 503", xml(withoutId, 503), "ats-unreadable"],
    ["started without an id under 404", xml(withoutId, 404), "ats-unreadable"],
    ["started without an id under 429", xml(withoutId, 429), "ats-unreadable"],
    ["not started under 400", xml(withoutId.replace("true", "false"), 400), "ats-http"],
    ["an empty 500", xml("", 500), "ats-http"],
    ["HTML with 404", xml("<html>", 404, { "content-type": "text/html" }), "ats-http"],
    [
      "a Fault with 500",
      xml(fault("<faultcode>soap:Server</faultcode><faultstring>No</faultstring>"), 500),
      "ats-refused",
    ],
    ["a Fault with 200", xml(fault("<faultcode>soap:Server</faultcode><faultstring>No</faultstring>")), "ats-refused"],
    ["an empty Fault", xml(fault(""), 500), "ats-refused"],
  ] satisfies [string, Answer, string][])("is not %s", async (_, answer, code) => {
    const error = await outcome(answer);
    expect(error).toBeInstanceOf(AtsError);
    expect(error).toMatchObject({ code, hint: expect.stringMatching(/\.$/) as string });
  });

  const inFault = (detail: string, code = "Server"): string =>
    fault(`<faultcode>soap:${code}</faultcode><faultstring>x</faultstring><detail>${detail}</detail>`);
  const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(`<!DOCTYPE a>${good}`, "utf16le")]);
  it.each([
    { title: "without a content type", body: good, headers: { "content-type": "" } },
    { title: "as HTML", body: good, headers: { "content-type": "text/html" } },
    { title: "in another encoding", body: good, headers: { "content-type": "text/xml; charset=iso-8859-1" } },
    { title: "in UTF-16", body: utf16, headers: {} },
    { title: "behind a DOCTYPE", body: `<!DOCTYPE a>${good}`, headers: {} },
    { title: "behind a processing instruction", body: `<?xml-stylesheet href="x"?>${good}`, headers: {} },
    { title: "twice", body: good.replace("<JobID>", "<JobID>i</JobID><JobID>"), headers: {} },
    { title: "in another namespace", body: good.replaceAll("http://www.mendix.com/", "http://other/"), headers: {} },
    { title: "beside a Fault", body: good.replace("<tns:RunJobR", "<soap:Fault/><tns:RunJobR"), headers: {} },
    { title: "cut off", body: good.slice(0, good.indexOf("<JobID>") + 7), headers: {} },
    { title: "in a Fault", body: inFault("<x:JobID xmlns:x='y'> <![CDATA[j]]></x:JobID>"), headers: {} },
    { title: "in a Fault of the client", body: inFault("<RunJob><JobID>j</JobID></RunJob>", "Client"), headers: {} },
    { title: "escaped in a Fault", body: inFault("&lt;JobID&gt;j&lt;/JobID&gt;"), headers: {} },
  ])("is unreadable if it may name the run $title, whatever its status", async ({ body, headers }) => {
    for (const status of [400, 403, 429, 500, 503])
      expect(await outcome(xml(body, status, headers))).toMatchObject({ code: "ats-unreadable" });
  });

  it("is unreadable if its status is 429 and it cannot be decompressed", async () => {
    const encoded = xml(Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), 429, { "content-encoding": "zstd" });
    expect(await outcome(encoded)).toMatchObject({ code: expect.stringMatching(/unreadable|transport/) as string });
  });

  it.each([
    "<JobID/>",
    "<JobID> </JobID>",
    "<FinishedJobID>j</FinishedJobID>",
    "&lt;JobID&gt;&lt;/JobID&gt;",
    "JobID j",
  ])("is a refusal if its Fault does not name a run: %s", async (detail) => {
    expect(await outcome(xml(inFault(detail, "Client"), 500))).toMatchObject({ code: "ats-refused" });
  });

  it("is not an error if the run was not started", async () => {
    const refused = runJobAnswer("<Started>false</Started><ErrorMessage>Wrong token</ErrorMessage><JobID/>");
    expect(await outcome(refused)).toEqual({ Started: false, ErrorMessage: "Wrong token", JobID: "" });
  });
});

it("shows the service's text in one line, without terminal codes", async () => {
  const says = "<faultcode>soap:Server</faultcode><faultstring>No&#10;  such \u009b2Jjob</faultstring>";
  expect(await outcome(xml(fault(says), 500))).toMatchObject({ faultString: "No such 2Jjob" });
});

it("cuts a long text of the service", async () => {
  const error = await outcome(xml(fault(`<faultstring>${"no ".repeat(100_000)}</faultstring>`), 500));
  expect((error as Error).message.length).toBeLessThan(1100);
});

describe("the limit on an answer's size", () => {
  const padded = (spaces: number) => good.replace("<RunJob>", `<RunJob>${" ".repeat(spaces)}`);

  it("counts decompressed bytes, so that a gzip bomb is harmless", async () => {
    const bomb = gzipSync(padded(50 * 2 ** 20), { level: 9 });
    expect(bomb.length).toBeLessThan(100_000);
    const error = await outcome(xml(bomb, 200, { "content-encoding": "gzip" }), { maxResponseBytes: 2 ** 20 });
    expect(error).toMatchObject({
      code: "ats-unreadable",
      failure: "too-large",
      message: "The answer is larger than 1048576 bytes",
    });
  });

  it("accepts an answer within the limit", async () => {
    const size = Buffer.byteLength(padded(1000));
    expect(await outcome(padded(1000), { maxResponseBytes: size })).toEqual(started);
    expect(await outcome(padded(1000), { maxResponseBytes: size - 1 })).toMatchObject({ code: "ats-unreadable" });
  });
});
