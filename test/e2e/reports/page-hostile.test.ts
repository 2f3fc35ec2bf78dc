/// <reference lib="dom" />
import { afterAll, beforeAll, expect, it } from "vitest";
import { hostileReport } from "../../../packages/reporters/src/fixtures/hostile.ts";
import { inChromium, type OpenPage, ReportBrowser } from "../stage/report-browser.ts";

/** The structure of a page: the names of its elements and attributes, and the protocols of its links. */
interface PageStructure {
  readonly elements: readonly string[];
  readonly attributes: readonly string[];
  readonly protocols: readonly string[];
  readonly scripts: number;
}

const harmless = {
  elements:
    "a article b bdi body button code col colgroup details div figcaption figure form h1 h2 h3 head header html input li main meta nav ol option output p path pre rect script section select span style summary svg table tbody td text th thead time title tr ul circle",
  attributes:
    "aria-hidden aria-keyshortcuts aria-label aria-pressed autocomplete charset class content cx cy d data-file data-outcome data-run datetime dir for height hidden href http-equiv id lang name open placeholder r rel role rx scope spellcheck tabindex title type value viewBox width x y",
};

inChromium("report.html of a hostile service, in Chromium", () => {
  let browser: ReportBrowser;
  let url: string;
  let opened: OpenPage;
  beforeAll(async () => {
    browser = await ReportBrowser.launch();
    url = await browser.write(hostileReport());
    opened = await browser.open(url);
  });
  afterAll(() => browser.close());

  it("consists only of our elements and attributes", async () => {
    const anatomy = await opened.page.evaluate((): PageStructure => {
      const all = [...document.querySelectorAll("*")];
      const names = (each: Iterable<string>) => [...new Set(each)].toSorted();
      return {
        elements: names(all.map(({ localName }) => localName)),
        attributes: names(all.flatMap((element) => element.getAttributeNames())),
        protocols: names(Array.from(document.links, ({ protocol }) => protocol)),
        scripts: document.scripts.length,
      };
    });
    expect(anatomy.scripts).toBe(1);
    expect(anatomy.protocols).toEqual(["file:", "http:", "https:"].filter((each) => anatomy.protocols.includes(each)));
    expect(anatomy.elements.filter((each) => !harmless.elements.split(" ").includes(each))).toEqual([]);
    expect(anatomy.attributes.filter((each) => !harmless.attributes.split(" ").includes(each))).toEqual([]);
    expect(anatomy.elements.length).toBeGreaterThan(30);
  });

  it("requests nothing, logs nothing, and runs nothing of the service's", async () => {
    await opened.page.getByLabel("Search tests").fill("alert(1)");
    await expect
      .poll(() => opened.page.locator("output").textContent(), { timeout: 15_000 })
      .toMatch(/^[\d,]+ of [\d,]+ tests$/);
    await opened.page.locator("[type=reset]").click();
    await opened.page.waitForTimeout(300);
    expect(opened.requests).toEqual([url]);
    expect(opened.complaints).toEqual([]);
  });

  it("shows markup as text", async () => {
    const page = opened.page;
    expect(await page.locator(".card h3", { hasText: "<script>alert(1)</script>" }).first().isVisible()).toBe(true);
    expect(await page.evaluate(() => /[\u202a-\u202e\u2066-\u2069]/.test(document.body.innerText))).toBe(false);
  });

  it.each([320, 375, 1000])("fits into %d pixels, even with long names", async (width) => {
    await opened.page.setViewportSize({ width, height: 800 });
    const widest = await opened.page.evaluate(() => {
      const inBar = Array.from(document.querySelectorAll(".bar *, .verdict *"), (each) => each.getBoundingClientRect());
      return Math.max(document.documentElement.scrollWidth, ...inBar.map(({ right }) => Math.floor(right)));
    });
    expect(widest).toBeLessThanOrEqual(width);
  });

  it("would not run an injected script", async () => {
    const foreign = `<script>globalThis.ran = 1</script><img src="x" onerror="globalThis.ran = 2"><svg onload="globalThis.ran = 3"></svg><iframe src="https://evil.example/"></iframe><style>h1{display:none}</style>`;
    const spoilt = await browser.open(
      await browser.write(hostileReport(["x"]), {}, (page) => page.replace("<h1>", `${foreign}<h1>`)),
    );
    await spoilt.page.waitForTimeout(300);
    expect(await spoilt.page.evaluate(() => "ran" in globalThis)).toBe(false);
    expect(await spoilt.page.getByRole("heading", { level: 1 }).isVisible()).toBe(true);
    const complaints = spoilt.complaints.join("\n");
    for (const directive of ["script-src", "style-src", "frame-src|default-src", "img-src|default-src"])
      expect(complaints).toMatch(new RegExp(`Content Security Policy directive[^]*(${directive})`));
  });
});
