import fc from "fast-check";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { ReportDir } from "../report-dir/report-dir.ts";
import { framedCopyOf, framedPage, writeFramedCopies } from "./framed-page.ts";
import { reportOf, runWith } from "./reports.fixture.ts";

const lead =
  /<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; [^"]*"><base target="_blank">/;

/** The parts of a framed page before and after what it begins with. */
function parts(page: string): readonly (string | undefined)[] {
  return framedPage(page).split(lead);
}

describe("the copy of a service's page for a frame", () => {
  test.each([
    { page: "<h1>Theirs</h1>", doctype: "" },
    { page: "<!doctype html><h1>Theirs</h1>", doctype: "<!doctype html>" },
    { page: "\n <!-- made by -- us -->\n<!DOCTYPE html>\n<h1>", doctype: "<!DOCTYPE html>" },
    {
      page: '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><h1>',
      doctype: '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x">',
    },
    { page: "<h1>Theirs</h1><!doctype html>", doctype: "" },
    { page: "<!-- never ends <!doctype html>", doctype: "" },
    { page: "", doctype: "" },
  ])("begins with the doctype and a policy: $page", ({ page, doctype }) => {
    expect(parts(page)).toEqual([doctype, page]);
  });

  test("has no byte order mark in the middle, which would be text before the title", () => {
    expect(parts("\ufeff<title>Theirs</title>")).toEqual(["", "<title>Theirs</title>"]);
  });

  test.each([
    ['<link rel="preconnect" href="//x">', '<link rel="" rel="preconnect" href="//x">'],
    ["<LINK\nrel=dns-prefetch>", '<LINK rel=""\nrel=dns-prefetch>'],
    ["<link/rel=prefetch>", '<link rel=""/rel=prefetch>'],
    ['<meta http-equiv="refresh" content="0">', '<meta http-equiv="" http-equiv="refresh" content="0">'],
    ['<iframe src="//x">', '<iframe srcdoc="" src="//x">'],
    ['<frame src="//x">', '<frame src="about:blank" src="//x">'],
    ['<a href="//x">', '<a target="_blank" href="//x">'],
    ['<area href="#x">', '<area target="_blank" href="#x">'],
    ['<a href="#part" href="//x">', '<a target="_blank" href="#part" href="//x">'],
    ['<a href="#part" ping="//x">', '<a target="_blank" href="#part" ping="//x">'],
    ['<a href="#part">', '<a target="_self" href="#part">'],
    ['<a class="x" href="#part" title="Part 1">', '<a target="_self" class="x" href="#part" title="Part 1">'],
    ["<abbr><address><linked><a1>", "<abbr><address><linked><a1>"],
  ])("disables what a policy does not govern: %s", (page, wanted) => {
    expect(parts(page)[1]).toBe(wanted);
  });

  test("contains the whole page, whatever it is", () => {
    const piece = fc.constantFrom("<!doctype html>", "<!--", "-->", "<?", ">", "<link ", "<a ", "x", '"', " ", "\n");
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string())), (pieces) => {
        const page = pieces.join("").replaceAll("\ufeff", "");
        const [, copied = ""] = parts(page);
        expect(copied.replaceAll(/ (?:rel=""|target="_(?:blank|self)")/g, "")).toBe(page);
      }),
    );
  });

  test("is written beside each page of the report, and beside no other file", async () => {
    await using dir = await ReportDir.open(mkdtempSync(join(tmpdir(), "remotest-framed-")), []);
    const files = ["provider/a.html", "provider/b.HTM", "provider/c.xml", "provider/gone.html", "../d.html"];
    for (const file of files.slice(0, 3)) await dir.write(file, `<p>${file}</p>`);
    const attachments = files.map((file) => ({ title: file, file }));
    const results = { suites: [], conclusion: { kind: "unstated" }, warnings: [] } as const;
    await writeFramedCopies(reportOf([runWith(results, { attachments })]), dir);
    expect(readdirSync(join(dir.path, "provider")).toSorted()).toEqual([
      "a.framed.html",
      "a.html",
      "b.HTM",
      "b.framed.HTM",
      "c.xml",
    ]);
    expect(readFileSync(join(dir.path, "provider/a.framed.html"), "utf8")).toMatch(/<p>provider\/a.html<\/p>$/);
    expect(files.map(framedCopyOf)).toEqual([
      "provider/a.framed.html",
      "provider/b.framed.HTM",
      undefined,
      "provider/gone.framed.html",
      "../d.framed.html",
    ]);
    rmSync(dir.path, { recursive: true });
  });
});
