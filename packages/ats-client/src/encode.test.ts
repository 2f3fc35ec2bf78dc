import { DOMParser } from "@xmldom/xmldom";
import { type NamedProblem, sentences } from "@remotest/http";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "./encode.ts";
import { operations } from "./generated/tables.ts";
import { anyCharacter } from "../../../test/arbitrary/any-character.ts";

const { input: runJob } = operations.runJob;
const { input: getJobStatus } = operations.getJobStatus;
const complete = { AppAPIToken: "token", AppID: "app", JobTemplateID: "template" };

function problemsOf(value: object): string[] {
  const problems: NamedProblem[] = [];
  encode(runJob, value, problems);
  return [...sentences(problems)];
}

/** Returns the text that an XML parser finds in an element with this content. */
function parse(content: string): string {
  const parser = new DOMParser({
    onError: (level, message) => {
      if (level !== "warning") throw new Error(`${level}: ${message}`);
    },
  });
  return parser.parseFromString(`<a>${content}</a>`, "text/xml").documentElement?.textContent ?? "";
}

describe("encode", () => {
  it("puts the fields in wire order, whatever the order given, inside the wrapper", () => {
    const encoded = encode(runJob, { JobTemplateID: "t", AppID: "a", AppAPIToken: "k" }, []);
    expect(JSON.stringify(encoded)).toBe('{"TestRun":{"AppAPIToken":"k","AppID":"a","JobTemplateID":"t"}}');
  });

  it("orders the header, too", () => {
    const encoded = encode(operations.runJob.header, { password: "p", username: "u" }, []);
    expect(JSON.stringify(encoded)).toBe('{"username":"u","password":"p"}');
  });

  it("writes booleans as words and leaves out missing fields", () => {
    const given = {
      AppAPIToken: "k",
      JobID: "j",
      AppID: "a",
      IncludeExecutionFlags: false,
      IncludeDetailsPerTestCase: true,
    };
    expect(encode(getJobStatus, { ...given, IncludeExecutionResultBreakdown: undefined }, [])).toEqual({
      TestRun: {
        AppAPIToken: "k",
        JobID: "j",
        AppID: "a",
        IncludeExecutionFlags: "false",
        IncludeDetailsPerTestCase: "true",
      },
    });
  });

  it.each([
    ["a missing field", { AppAPIToken: "k", AppID: "a" }, ["JobTemplateID is missing"]],
    ["an undefined field", { ...complete, AppID: undefined }, ["AppID is missing"]],
    ["an empty field", { ...complete, AppID: "" }, ["AppID is empty"]],
    ["null", { ...complete, AppID: null }, ["AppID must be a string, not null"]],
    ["a Date", { ...complete, AppID: new Date() }, ["AppID must be a string, not Date"]],
    ["a number", { ...complete, AppID: 7 }, ["AppID must be a string, not number"]],
    ["a list", { ...complete, AppID: ["a"] }, ["AppID must be a string, not Array"]],
    [
      "an object that soap would take as raw XML",
      { ...complete, AppID: { $xml: "<x/>" } },
      ["AppID must be a string, not Object"],
    ],
    ["a String object", { ...complete, AppID: Object("a") as unknown }, ["AppID must be a string, not String"]],
    [
      "an inherited field",
      Object.create(complete) as object,
      ["AppAPIToken is missing", "AppID is missing", "JobTemplateID is missing"],
    ],
  ])("names %s", (_, value, problems) => {
    expect(problemsOf(value)).toEqual(problems);
  });

  it.each(["_xml", "$xml", "$value", "attributes", "appid", "constructor", "__proto__"])(
    "refuses the key %s",
    (key) => {
      const value: unknown = JSON.parse(`{${JSON.stringify(key)}: "<x/>"}`);
      expect(problemsOf(Object.defineProperties({ ...complete }, Object.getOwnPropertyDescriptors(value)))).toEqual([
        `${key} is not a known field: the fields are AppAPIToken, AppID, JobTemplateID`,
      ]);
    },
  );

  it.each([
    ["\u0000", "U+0000"],
    ["\u000B", "U+000B"],
    ["\u001F", "U+001F"],
    ["\uD83D", "U+D83D"],
    ["\uDE00 alone", "U+DE00"],
    ["\uFFFE", "U+FFFE"],
    ["\uFFFF", "U+FFFF"],
  ])("refuses %j, which is not allowed in XML", (text, code) => {
    expect(problemsOf({ ...complete, AppID: `a${text}` })).toEqual([
      `AppID contains the character ${code}, which is not allowed in XML`,
    ]);
  });

  it("names every problem at once", () => {
    expect(problemsOf({ AppID: null, Priority: 1 })).toEqual([
      "AppAPIToken is missing",
      "AppID must be a string, not null",
      "JobTemplateID is missing",
      "Priority is not a known field: the fields are AppAPIToken, AppID, JobTemplateID",
    ]);
  });

  it.each([
    ["<![CDATA[<AppID>other</AppID>]]>", "&lt;![CDATA[&lt;AppID&gt;other&lt;/AppID&gt;]]&gt;"],
    ["]]>", "]]&gt;"],
    ["&lt;", "&amp;lt;"],
    ["a\r\nb\tc", "a&#13;\nb\tc"],
    ["“ü” 😀", "“ü” 😀"],
  ])("escapes %j as text", (text, wanted) => {
    expect(encode(runJob, { ...complete, AppID: text }, [])).toMatchObject({ TestRun: { AppID: wanted } });
  });

  it("writes every character of the basic plane that is allowed in XML, and refuses the others", () => {
    const refused: number[] = [];
    let all = "";
    for (let code = 1; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      if (problemsOf({ ...complete, AppID: character }).length > 0) refused.push(code);
      else all += character;
    }
    // control characters but tab, line feed and carriage return; surrogates; two non-characters
    expect(refused).toHaveLength(28 + 0x800 + 2);
    const encoded = encode(runJob, { ...complete, AppID: all }, []) as { TestRun: { AppID: string } };
    expect(parse(encoded.TestRun.AppID)).toBe(all);
  });

  it("either refuses a string or writes it so that an XML parser reads it back unchanged", () => {
    const piece = fc.oneof(
      fc.string({ unit: anyCharacter }),
      fc.constantFrom(
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&amp;",
        "<?x?>",
        "\r",
        "\r\n",
        "\t",
        "\u0085",
        "\u2028",
        "\uD800",
      ),
      fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
    );
    let written = 0;
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1 }), (pieces) => {
        const text = pieces.join("");
        const problems: NamedProblem[] = [];
        const encoded = encode(runJob, { ...complete, AppID: text }, problems) as { TestRun: { AppID: string } };
        if (problems.length > 0) return;
        written += 1;
        expect(parse(encoded.TestRun.AppID)).toBe(text);
      }),
      { numRuns: 2000 },
    );
    expect(written).toBeGreaterThan(200);
  });
});
