import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { each, inJson, inXml, xmlText } from "./redactor.fixture.ts";
import { bareForms, redactor } from "./redactor.ts";

describe("further forms in which a secret is echoed", () => {
  const hidden = "s3cret-Key_99&<x>";
  const base64Of = (text: string): string => Buffer.from(text).toString("base64");
  test.each([0, 1, 2])("inside a longer base64 text, %d bytes after a multiple of three", (before) => {
    const echoed = base64Of(`${"u".repeat(before + 3)}${hidden}, and what follows`);
    const left = redactor([hidden])(`<${echoed}>`);
    expect(left).toContain("***");
    expect(Buffer.from(left.replaceAll(/[<>]/g, "").split("***").join(""), "base64").toString()).not.toContain("cret");
  });

  test.each([64, 76])("base64 broken into lines of %d, raw and in JSON", (width) => {
    const long = `${hidden}${"x".repeat(100)}`;
    const broken = base64Of(long).replaceAll(new RegExp(`.{${width}}`, "g"), "$&\r\n");
    expect(redactor([long])(`<${broken}>`)).toBe("<***>");
    expect(redactor([long])(JSON.stringify(broken))).toBe('"***"');
  });

  test("base64 in a folded header", () => {
    const long = `${hidden}${"x".repeat(100)}`;
    const folded = base64Of(long).replaceAll(/.{60}/g, "$&\r\n\t ");
    expect(redactor([long])(`<${folded}>`)).toBe("<***>");
  });

  test("with any blanks where it has some, because a text is often joined into one line", () => {
    const redact = redactor(["correct horse  battery"]);
    for (const echoed of ["correct\nhorse\r\n  battery", "correct horse battery", "correct+horse%20%20battery"])
      expect(redact(`<${echoed}>`)).toBe("<***>");
    expect(redact("<correcthorsebattery>")).toBe("<correcthorsebattery>");
  });

  test("that contains something invisible itself, with more in it", () => {
    const family = "\u{1f468}\u200d\u{1f469}key";
    expect(redactor([family])(`<${[...family].join("\u0000")}>`)).toBe("<***>");
    expect(redactor([family])(`<${family}>`)).toBe("<***>");
  });

  test("hexadecimal digits with something between the bytes", () => {
    const bytes = [...Buffer.from(hidden)].map((byte) => byte.toString(16).padStart(2, "0"));
    for (const form of [bytes.join(":"), bytes.join(" "), bytes.map((byte) => String.raw`\x${byte}`).join("")])
      expect(redactor([hidden])(`<${form}>`)).toBe("<***>");
  });

  test.each([
    { title: "a backslash before quotes", form: String.raw`it\'s-a\"key` },
    { title: "quotes doubled for SQL and CSV", form: `it''s-a""key` },
    { title: "a program's bytes", form: String.raw`it\x27s\x2da\x22key` },
    { title: "quoted-printable", form: "it=27s=2Da=22key" },
  ])("as programs write it: $title", ({ form }) => {
    expect(redactor([`it's-a"key`])(`<${form}>`)).toBe("<***>");
  });

  test("with a backslash before each character that has a meaning in a shell or in Markdown", () => {
    expect(redactor(["a_b*c$d.e"])(String.raw`<a\_b\*c\$d\.e>`)).toBe("<***>");
  });

  test("by HTML's names", () => {
    expect(redactor(["k+e=y/_ü€£"])("<k&plus;e&equals;y&sol;&lowbar;&uuml;&euro;&pound;>")).toBe("<***>");
  });

  test("that is base64 itself: without padding, in the other alphabet, in a form, and decoded", () => {
    const key = "ab+cd/efGH12==";
    for (const form of ["ab+cd/efGH12", "ab-cd_efGH12", "ab cd/efGH12==", "ab-cd_efGH12=="])
      expect(redactor([key])(`<${form}>`)).toBe("<***>");
    expect(redactor(["-_-_-_-_"])("<+/+/+/+/>")).toBe("<***>");
    expect(redactor(["key%2Fwith%2Bmore"])("<key/with+more>")).toBe("<***>");
  });

  test("whose characters were read in another encoding", () => {
    const key = "pässwörtschlüssel";
    const latin1 = (text: string): string => Buffer.from(text, "latin1").toString("latin1");
    for (const form of [
      Buffer.from(key, "utf8").toString("latin1"),
      new TextDecoder("utf-8").decode(Buffer.from(latin1(key), "latin1")),
      key.replaceAll(/[äöü]/g, "?"),
      key.replaceAll("ä", "%E4").replaceAll("ö", "%f6").replaceAll("ü", "%u00FC"),
      key.normalize("NFD"),
    ])
      expect(redactor([key])(`<${form}>`)).toBe("<***>");
  });

  /** Makes a key without repetitions. */
  const keyOf = (alphabet: string, length: number): string =>
    Array.from({ length }, (_, index) => {
      const byte = createHash("sha256").update(`${index}`).digest()[0] ?? 0;
      return [...alphabet][byte % [...alphabet].length];
    }).join("");

  test.each([
    { title: "base64", make: (length: number) => keyOf("ABCDEFGHabcdefgh0123456789+/", length) },
    { title: "any characters", make: (length: number) => keyOf(`abcXYZ019!"$%&/()=?'_-<>`, length) },
    { title: "characters outside ASCII", make: (length: number) => keyOf("äöü€ßéñ", length) },
  ])("of any length: $title", { timeout: 60_000 }, ({ make }) => {
    for (const length of [250, 257, 1_000, 8_000]) {
      const long = make(length);
      const redact = redactor([long, "another-key"]);
      for (const form of [
        long,
        inJson(long),
        encodeURIComponent(long),
        xmlText(long),
        Buffer.from(long).toString("hex"),
      ])
        expect(redact(`<${form}>`), `${length}`).toBe("<***>");
      // Where two pieces meet, one character of base64 belongs to both.
      expect(redact(base64Of(long)).replaceAll("***", "").length).toBeLessThan(4 * Math.ceil(length / 200));
    }
  });

  test("in every form up to a thousand characters, even in unusual escapes", () => {
    const long = keyOf("abcXYZ019_-.", 1_000);
    const unusual = each(long, (_, code) => `&#${code};`);
    expect(redactor([long])(`<${unusual}>`)).toBe("<***>");
  });

  test("many at once, of many forms each: one expression for all of them would be too large for Node", () => {
    const many = Array.from({ length: 8 }, (_, index) => `${index}${keyOf("äöü€ßéñ", 250)}`);
    expect(redactor(many)(many.join(" "))).toBe(many.map(() => "***").join(" "));
  });

  test("hexadecimal digits, in both cases, of the longest secret of those that begin alike", () => {
    const hex = Buffer.from(hidden).toString("hex");
    expect(redactor([hidden.slice(0, 6), hidden])(`<${hex}> <${hex.toUpperCase()}>`)).toBe("<***> <***>");
  });

  test("with each line end and blank that has a short escape in JSON", () => {
    const odd = "a\tb\nc\rd\fe\bf";
    expect(redactor([odd])(`<${JSON.stringify(odd).slice(1, -1)}>`)).toBe("<***>");
    expect(redactor([odd])(`<${JSON.stringify(JSON.stringify(odd).slice(1, -1)).slice(1, -1)}>`)).toBe("<***>");
  });

  test("in quotes only if both ends have the same", () => {
    expect(bareForms(`"key"`)).toEqual(["key"]);
    expect(bareForms(` '"key"' `)).toEqual([`'"key"'`, `"key"`]);
    expect(bareForms(`" key "`)).toEqual(["key"]);
    for (const whole of [`"key'`, `key"`, `"key`, `x"key"`, `"key"x`, "key"]) expect(bareForms(whole)).toEqual([]);
    expect(bareForms(" key\n")).toEqual(["key"]);
  });

  test("without the line end, blanks or quotes with which it was given", () => {
    for (const given of ["k3y-secret\n", " k3y-secret ", '"k3y-secret"', "'k3y-secret'\r\n", "\uFEFFk3y-secret"])
      expect(redactor([given])("<k3y-secret>")).toBe("<***>");
  });

  test("escaped twice: for XML in XML, XML in JSON, JSON in XML, a URL in a URL", () => {
    const xml = (text: string): string => inXml(text, "&quot;", "&#39;");
    const odd = `q"u&<o>t/e`;
    for (const twice of [
      xml(xml(odd)),
      inJson(xml(odd)),
      xml(inJson(odd)),
      encodeURIComponent(encodeURIComponent(odd)),
    ])
      expect(redactor([odd])(`[${twice}]`)).toBe("[***]");
  });
});
