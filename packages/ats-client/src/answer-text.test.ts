import { describe, expect, it } from "vitest";
import { envelope, fault, runJobAnswer, statusAnswer } from "../test/local-service.ts";
import { answerPlan, Fault } from "./answer-plan.ts";
import { readAnswer } from "./answer-text.ts";
import { operations } from "./generated/tables.ts";

const runJob = answerPlan(operations.runJob.output);
const getJobStatus = answerPlan(operations.getJobStatus.output);

const read = (plan: typeof runJob, xml: string | Uint8Array, type = "text/xml") =>
  readAnswer(typeof xml === "string" ? new TextEncoder().encode(xml) : xml, type, plan).then(({ value }) => value);

describe("the time to read a hostile answer", () => {
  const mebibyte = (piece: string) => piece.repeat(Math.ceil(2 ** 20 / piece.length));
  it.each([
    ["comments that open", fault(`<detail>${mebibyte("<!--")}`)],
    ["one comment full of openings", fault(`<detail><!--${mebibyte("<! ")}`)],
    ["CDATA that opens", fault(`<detail>${mebibyte("<![CDATA[")}`)],
    ["CDATA full of ends", fault(`<detail><![CDATA[${mebibyte("]]")}`)],
    ["entities", fault(`<faultstring>${mebibyte("&lt;")}</faultstring>`)],
    ["one entity without an end", fault(`<faultstring>&${mebibyte("a")}`)],
    ["elements inside each other", fault(`<detail>${mebibyte("<a>")}`)],
    ["elements that are not closed", mebibyte("<a ")],
    ["one long element name", `<${mebibyte("a")}`],
    ["one long attribute", fault(`<detail a="${mebibyte("a")}"/>`)],
    ["many attributes", fault(`<detail ${Array.from({ length: 60_000 }, (_, i) => `a${i}="1"`).join(" ")}/>`)],
    ["many namespaces", fault(`<detail ${Array.from({ length: 20_000 }, (_, i) => `xmlns:a${i}="b"`).join(" ")}/>`)],
    ["white space", fault(`<faultstring>${mebibyte(" ")}</faultstring>`)],
    ["white space in a boolean", runJobAnswer(`<Started>${mebibyte(" ")}x</Started>`)],
    ["white space inside a boolean", runJobAnswer(`<Started>1${mebibyte(" ")}1</Started>`)],
    ["white space inside a fault code", fault(`<faultcode>1${mebibyte(" ")}1</faultcode>`)],
    ["one long tag end", `${envelope("").slice(0, -1)}${mebibyte(" ")}`],
  ])(
    "is at most seconds per mebibyte, where a quadratic reader takes minutes: %s",
    async (_, xml) => {
      const start = performance.now();
      await read(runJob, xml).catch(() => {});
      expect(performance.now() - start).toBeLessThan(10_000);
    },
    60_000,
  );

  it("is bounded by a nesting of 64 elements, even in ignored parts", async () => {
    const deep = (levels: number) => fault(`<detail>${"<a>".repeat(levels)}${"</a>".repeat(levels)}</detail>`);
    expect(await read(runJob, deep(50))).toBeInstanceOf(Fault);
    await expect(read(runJob, deep(70))).rejects.toThrow("more than 64 elements inside each other");
  });
});

describe("the encoding of an answer", () => {
  const text = runJobAnswer("<Started>true</Started><JobID>jö😀</JobID>");
  const utf16 = (order: "le" | "be") => {
    const bytes = Buffer.from(`\uFEFF${text}`, "utf16le");
    return order === "le" ? bytes : bytes.swap16();
  };
  it.each([
    ["UTF-8", Buffer.from(text), "text/xml; charset=utf-8"],
    ["UTF-8 with a quoted charset", Buffer.from(text), 'text/xml;charset="UTF-8"'],
    ["UTF-8 without a charset", Buffer.from(text), "text/xml"],
    ["UTF-8 with a byte order mark", Buffer.from(`\uFEFF${text}`), "text/xml"],
    ["UTF-8 with a declaration", Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`), "text/xml"],
    ["UTF-16 little endian", utf16("le"), "text/xml; charset=utf-16"],
    ["UTF-16 big endian", utf16("be"), "text/xml; charset=UTF-16"],
    ["UTF-16 by its byte order mark alone", utf16("be"), "application/xml"],
    ["UTF-16LE by name", Buffer.from(text, "utf16le"), "text/xml; charset=utf-16le"],
  ])("may be %s", async (_, bytes, type) => {
    expect(await read(runJob, bytes, type)).toEqual({ Started: true, JobID: "jö😀" });
  });

  it.each([
    ["ISO-8859-1 by charset", Buffer.from(text, "latin1"), "text/xml; charset=ISO-8859-1", /encoded in ISO-8859-1/],
    [
      "ISO-8859-1 by declaration",
      Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text}`),
      "text/xml",
      /iso-8859-1/,
    ],
    [
      "bytes that are not UTF-8",
      Buffer.from(text, "latin1"),
      "text/xml; charset=utf-8",
      /not valid for encoding utf-8/,
    ],
    ["UTF-16 called UTF-8", utf16("le"), "text/xml; charset=utf-8", /not valid for encoding/],
    ["UTF-7", Buffer.from(text), "text/xml; charset=utf-7", /encoded in utf-7/],
    [
      "an answer cut inside a character",
      Buffer.from(text).subarray(0, Buffer.from(text).indexOf("ö") + 1),
      "text/xml",
      /not valid for encoding/,
    ],
  ])("must not be %s", async (_, bytes, type, message) => {
    await expect(read(runJob, bytes, type)).rejects.toThrow(message);
  });
});

describe("a large answer", () => {
  const one =
    "<ExecutionDetailsTestCase><Name><![CDATA[ Päy 😀 ]]></Name><Result>Passed</Result><Duration>00:00:04</Duration></ExecutionDetailsTestCase>";
  const count = 20_000;
  const bytes = new TextEncoder().encode(
    statusAnswer(
      `<ExecutionStatus>Done</ExecutionStatus><ExecutionDetailsPerTestCase>${one.repeat(count)}</ExecutionDetailsPerTestCase>`,
    ),
  );

  it("is read whole, even if a slice ends inside a character, and lets the event loop run", async () => {
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const { ExecutionDetailsPerTestCase: cases } = (await readAnswer(bytes, "text/xml", getJobStatus)).value as {
      ExecutionDetailsPerTestCase: object[];
    };
    clearInterval(timer);
    expect(cases).toHaveLength(count);
    for (const found of cases) expect(found).toEqual({ Name: " Päy 😀 ", Result: "Passed", Duration: "00:00:04" });
    expect(turns).toBeGreaterThan(3);
  });

  it("is abandoned if the caller aborts", async () => {
    const abort = new AbortController();
    setImmediate(() => abort.abort(new Error("enough")));
    await expect(readAnswer(bytes, "text/xml", getJobStatus, abort.signal)).rejects.toThrow("enough");
  });
});
