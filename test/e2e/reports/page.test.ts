/// <reference lib="dom" />
import axe from "axe-core";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Report } from "../../../packages/core/src/flow.ts";
import { passed, report, testRun, withResults } from "../../../packages/reporters/src/fixtures/reports.ts";
import { shopReport } from "../../../packages/reporters/src/html/shop-report.fixture.ts";
import { requirePeer } from "../stage/peer.ts";
import { chromiumPath, type OpenPage, ReportBrowser } from "../stage/report-browser.ts";

const search = "Search tests";
/** A picture of one pixel. */
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
const found = (page: Page) => page.getByRole("status").textContent();
const shownRows = (page: Page) => page.locator("#tests tbody tr:visible th").allTextContents();
const shownCards = (page: Page) => page.locator(".cards .card:visible h3").allTextContents();
const pressed = (page: Page) => page.locator('button[aria-pressed="true"]').allTextContents();

/** Returns the fragment of a test's link. */
async function linkOf(page: Page, name: string, where = "#tests"): Promise<string> {
  return (await page.locator(where).getByRole("link", { name, exact: true }).getAttribute("href")) ?? "";
}

/** A report of two runs with a common suite. */
function twoRuns(): Report {
  return report(
    withResults(testRun({ Phones: [passed("Pixel 9"), passed("Galaxy S8")] }), { name: "Android" }),
    withResults(testRun({ Phones: [passed("iPhone 17")], Tablets: [passed("iPad Air")] }), { name: "iOS" }),
  );
}

requirePeer("chromium", [chromiumPath, "--version"])("report.html in Chromium, opened from disk", () => {
  let browser: ReportBrowser;
  let shop: string;
  let opened: OpenPage;
  let page: Page;
  beforeAll(async () => {
    browser = await ReportBrowser.launch();
    shop = await browser.write(shopReport(), {
      "provider/job.json": "{}",
      "provider/pay.png": pixel,
      "provider/pay.webm": "",
      "provider/pay.log": "<script>alert(1)</script>",
      "provider/report.html": `<!doctype html><title>Theirs</title><h1>Theirs</h1><script>document.body.append("RAN"); parent.postMessage("RAN", "*"); fetch("http://127.0.0.1:9/fetched")</script><img src="http://127.0.0.1:9/picture.png"><form action="http://127.0.0.1:9/sent"><button>Send</button></form><a target="_top" href="http://127.0.0.1:9/left">Leave</a>`,
    });
  });
  afterAll(() => browser.close());

  /** The address of a file beside the page. */
  const beside = (file: string) => shop.replace("report.html", file);

  /** Opens a page; the test then checks its complaints and requests. */
  async function open(...given: Parameters<ReportBrowser["open"]>): Promise<Page> {
    opened = await browser.open(...given);
    page = opened.page;
    return page;
  }

  it("requests nothing but itself, without complaints", async () => {
    await open(shop);
    await page.getByLabel(search).fill("card");
    await page.getByRole("button", { name: "Clear" }).click();
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    expect(opened).toMatchObject({ requests: [shop, beside("provider/pay.png")], complaints: [] });
  });

  it("shows the verdict, the reason and the counts first", async () => {
    await open(shop);
    expect(await page.title()).toBe("Failed: Nightly: all browsers");
    expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("Failed");
    expect(await page.locator(".reason").textContent()).toContain("4 failed and 1 broken of 30 tests");
    expect(await page.locator(".counts").innerText()).toMatch(
      /^30 Tests\s+4 Failed\s+1 Broken\s+1 Quarantined\s+1 Flaky\s+1 Skipped\s+24 Passed$/,
    );
    expect(await shownCards(page)).toEqual([
      "Pay with a declined card",
      "Voucher is applied once",
      "Order in full",
      "Track a parcel",
      "Print the invoice",
      "Two factors",
    ]);
  });

  describe("finding tests", () => {
    it("by words in names, suites and messages, while typing, with the number of matches", async () => {
      await open(shop);
      await page.getByLabel(search).pressSequentially("CARD");
      expect(await found(page)).toBe("2 of 30 tests");
      expect(await shownRows(page)).toEqual(["Pay with a card", "Pay with a declined card"]);
      expect(await shownCards(page)).toEqual(["Pay with a declined card"]);
      await page.getByLabel(search).fill("spring5 applied");
      expect(await shownRows(page)).toEqual(["Voucher is applied once"]);
      await page.getByLabel(search).fill("메일");
      expect(await shownRows(page)).toEqual(["주문 확인 메일이 도착한다"]);
      await page.getByLabel(search).fill("search size");
      expect(await shownRows(page)).toEqual(["Filter by size"]);
      await page.getByLabel(search).fill("no such test");
      expect(await found(page)).toBe("0 of 30 tests");
      expect(await page.getByText("No test has all of that.").isVisible()).toBe(true);
      expect(await shownRows(page)).toEqual([]);
    });

    it("by one outcome or several", async () => {
      await open(shop);
      await page.getByRole("button", { name: "4 Failed" }).click();
      expect(await found(page)).toBe("4 of 30 tests");
      expect(await shownRows(page)).toEqual([
        "Pay with a declined card",
        "Voucher is applied once",
        "Order in full",
        "Print the invoice",
      ]);
      await page.getByRole("button", { name: "1 Flaky" }).click();
      expect(await found(page)).toBe("5 of 30 tests");
      expect(await pressed(page)).toEqual(["4 Failed", "1 Flaky"]);
      await page.getByRole("button", { name: "30 Tests" }).click();
      expect(await found(page)).toBe("");
      expect(await shownRows(page)).toHaveLength(30);
    });

    it.each([
      ["1 Broken", 1],
      ["1 Quarantined", 1],
      ["1 Skipped", 1],
      ["24 Passed", 24],
    ])("%s: as many as on the button", async (name, number) => {
      await open(shop);
      await page.getByRole("button", { name }).click();
      expect(await shownRows(page)).toHaveLength(number);
    });

    it("by suite and by run", async () => {
      await open(await browser.write(twoRuns()));
      await page.getByLabel("Suite").selectOption("Phones");
      expect(await shownRows(page)).toEqual(["Pixel 9", "Galaxy S8", "iPhone 17"]);
      await page.getByLabel("Run").selectOption({ index: 2 });
      expect(await shownRows(page)).toEqual(["iPhone 17"]);
      await page.getByLabel("Suite").selectOption("");
      expect(await shownRows(page)).toEqual(["iPhone 17", "iPad Air"]);
    });

    it("hides the other sections while a filter is set, and shows them again", async () => {
      await open(shop);
      const trends = page.getByRole("heading", { name: /^Trends/ });
      expect(await trends.isVisible()).toBe(true);
      await page.getByLabel(search).fill("card");
      expect(await trends.isVisible()).toBe(false);
      expect(await page.getByRole("heading", { name: "Did not pass 1 of 4" }).isVisible()).toBe(true);
      await page.getByRole("button", { name: "Clear" }).click();
      expect(await trends.isVisible()).toBe(true);
      expect(await page.getByRole("heading", { name: "Did not pass 4" }).isVisible()).toBe(true);
      expect(await shownRows(page)).toHaveLength(30);
      expect(await page.getByLabel(search).evaluate((input) => input === document.activeElement)).toBe(true);
    });
  });

  describe("the table of every test", () => {
    const headings = () => page.locator("#tests .suite:visible > h3").allInnerTexts();

    it("is grouped and sorted as the reader asks, and goes back", async () => {
      await open(shop);
      const before = await shownRows(page);
      await page.getByLabel("Groups", { exact: true }).selectOption("all");
      await page.getByLabel("Order", { exact: true }).selectOption("time");
      expect(await headings()).toEqual(["All tests 30"]);
      expect((await shownRows(page))[0]).toContain("Track a parcel");
      expect(await page.locator("#tests .where:visible").first().textContent()).toBe("Orders");
      await page.getByLabel("Order", { exact: true }).selectOption("outcome");
      await page.getByRole("button", { name: "1 Broken" }).click();
      expect(await page.locator("#tests tbody tr:visible").count()).toBe(1);
      await page.waitForURL(/group=all&sort=outcome/);
      const address = page.url();
      await page.keyboard.press("Escape");
      expect(await shownRows(page)).toEqual(before);
      expect(await headings()).toHaveLength(5);
      await open(address);
      expect(await headings()).toHaveLength(1);
      expect(opened.complaints).toEqual([]);
    });

    it("is grouped by run and by name", async () => {
      await open(await browser.write(twoRuns()));
      await page.getByLabel("Groups", { exact: true }).selectOption("run");
      expect((await headings()).map((text) => text.split(" ")[0])).toEqual(["Android", "iOS"]);
      await page.getByLabel("Groups", { exact: true }).selectOption("name");
      expect(await headings()).toEqual(["Pixel 9 1", "Galaxy S8 1", "iPhone 17 1", "iPad Air 1"]);
    });

    it("leads from a row that did not pass to its card", async () => {
      await open(shop);
      await page.locator("#tests").getByRole("link", { name: "Voucher is applied once" }).click();
      const card = page.locator(".card:target");
      expect(await card.locator("h3").textContent()).toBe("Voucher is applied once");
      expect(await card.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    });
  });

  it("copies a name, a whole message and a command", async () => {
    await open(shop, { permissions: ["clipboard-read", "clipboard-write"] });
    const card = page.locator(".card", { hasText: "Order in full" }).first();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await card.getByRole("button", { name: "Copy the name" }).click();
    expect(await copied()).toBe("Order in full");
    await card.getByRole("button", { name: "Copy the message" }).first().click();
    await expect
      .poll(copied)
      .toMatch(/^Expected the orders.*\+ {3}"state": "waiting",.*runner\.js:680:10\).*105:5\)$/s);
    expect(await card.getByRole("button", { name: "Copied" }).count()).toBeGreaterThan(0);
    expect(opened.complaints).toEqual([]);
  });

  it("shows a test's picture and film in its card, and its log when it is unfolded, as text", async () => {
    await open(shop);
    const picture = page.getByRole("img", { name: "Screenshot of the last step" });
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
    expect(await page.locator("video").getAttribute("preload")).toBe("none");
    await page.locator(".media").getByText("Log of the browser").click();
    expect(await page.frameLocator("iframe").locator("body").innerText()).toBe("<script>alert(1)</script>");
    expect(opened.complaints).toEqual([]);
  });

  describe("the address", () => {
    it("contains the filter, so that it can be shared", async () => {
      await open(shop);
      await page.getByRole("button", { name: "4 Failed" }).click();
      await page.getByLabel(search).fill("pay");
      await page.getByLabel("Suite").selectOption("Checkout");
      // The address follows each of the three choices; the last address can be shared.
      await page.waitForURL(/suite=Checkout/);
      const address = page.url();
      await open(address);
      expect(address).toBe(`${shop}#text=pay&outcome=failed&suite=Checkout`);
      expect(await shownRows(page)).toEqual(["Pay with a declined card"]);
      expect(await page.getByLabel(search).inputValue()).toBe("pay");
      await page.getByRole("button", { name: "Clear" }).click();
      await page.waitForURL(shop);
    });

    it("leads to a test, in view and with the focus", async () => {
      await open(shop);
      const link = await linkOf(page, "Cancel an order");
      await open(shop + link);
      const row = page.locator(link);
      await expect.poll(() => row.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(900);
      expect(await row.evaluate((element) => element.contains(document.activeElement))).toBe(true);
      expect(await row.evaluate((element) => element.matches(":target"))).toBe(true);
    });

    it("leads to a test that the filter hides", async () => {
      await open(shop);
      const row = await linkOf(page, "Cancel an order");
      const card = await linkOf(page, "Voucher is applied once", ".cards");
      await page.getByLabel(search).fill("newly");
      for (const link of [row, card]) {
        await page.evaluate((link) => (location.hash = link), link);
        await expect.poll(() => page.locator(link).isVisible()).toBe(true);
        expect(await page.locator(link).evaluate((element) => element.contains(document.activeElement))).toBe(true);
      }
    });

    it.each(["#nowhere", "#text=%E0%A4%A", "#outcome=__proto__&suite=constructor&run=99", "#t-"])(
      "that ends with %s causes no error",
      async (hash) => {
        await open(shop + hash);
        await page.keyboard.press("Escape");
        expect(await shownRows(page)).toHaveLength(30);
        expect(opened.complaints).toEqual([]);
      },
    );
  });

  describe("without a mouse", () => {
    it("/ moves to the search, Escape clears it", async () => {
      await open(shop);
      await page.keyboard.press("/");
      await page.keyboard.type("card");
      expect(await found(page)).toBe("2 of 30 tests");
      await page.keyboard.press("Escape");
      expect(await page.getByLabel(search).inputValue()).toBe("");
      expect(await shownRows(page)).toHaveLength(30);
      await page.keyboard.type("a/b");
      expect(await page.getByLabel(search).inputValue()).toBe("a/b");
    });

    it("reaches every control, in the order of the page", async () => {
      await open(shop);
      const all = await page
        .locator("a:visible, button:visible, input:visible, select:visible, summary:visible")
        .evaluateAll((elements) => elements.map((element) => element.outerHTML.slice(0, 200)));
      const reached: string[] = [];
      while (reached.length < all.length) {
        await page.keyboard.press("Tab");
        // A film has controls of the browser's own.
        const element = await page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? "");
        if (!element.startsWith("<video")) reached.push(element);
      }
      expect(reached).toEqual(all);
    });

    it("shows the focus", async () => {
      await open(shop);
      for (let press = 0; press < 20; press++) {
        await page.keyboard.press("Tab");
        expect(await page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle)).toBe(
          "solid",
        );
      }
    });
  });

  it("keeps the focused element clear of the sticky bar", async () => {
    await open(shop);
    await page.locator("#tests tr[id] a").last().focus();
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press("Shift+Tab");
      const space = await page.evaluate(() => {
        const bar = document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0;
        return (document.activeElement?.getBoundingClientRect().top ?? 0) - bar;
      });
      expect(space).toBeGreaterThanOrEqual(0);
    }
  });

  it("shows everything without its script", async () => {
    await open(shop, { javaScriptEnabled: false });
    expect(await page.locator("#tests tr[id]").count()).toBe(30);
    for (const row of await page.locator("#tests tr[id]").all()) expect(await row.isVisible()).toBe(true);
    expect(await page.locator(".card:visible").count()).toBe(6);
    expect(await page.locator(".counts").innerText()).toContain("24 Passed");
    expect(await page.locator("button:visible, input:visible, select:visible").count()).toBe(0);
    expect(await page.getByText("provider/report.html").isVisible()).toBe(true);
  });

  it("shows everything on paper, even folded parts", async () => {
    await open(shop, { javaScriptEnabled: false });
    await page.emulateMedia({ media: "print" });
    expect(await page.getByText("Expected the page to say").first().isVisible()).toBe(true);
    const folded = page.locator("details:not(.frame) > :not(summary)");
    expect(await folded.count()).toBeGreaterThan(2);
    for (const each of await folded.all())
      expect(await each.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }))).toBe(true);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  it("unfolds for printing and folds again, and prints only what the filter shows", async () => {
    await open(shop);
    await page.getByLabel(search).fill("card");
    await page.evaluate(() =>
      addEventListener("beforeprint", () => {
        document.title = `${document.querySelectorAll("details:not([open], .frame)").length} folded`;
      }),
    );
    const folded = () => page.locator("details:not([open])").count();
    const before = await folded();
    await page.pdf();
    expect(await page.title()).toBe("0 folded");
    expect(await folded()).toBe(before);
    expect(before).toBeGreaterThan(3);
    expect(await shownRows(page)).toHaveLength(2);
  });

  describe("a page of the service", () => {
    it("is loaded only on request, and never runs scripts, loads files or leaves the page", async () => {
      await open(shop);
      const theirs = shop.replace("report.html", "provider/report.html");
      await page.getByText("The service's report").click();
      const frame = page.frameLocator("iframe");
      expect(await frame.getByRole("heading", { name: "Theirs" }).textContent()).toBe("Theirs");
      expect(opened.requests).toContain(theirs);
      expect(await frame.locator("body").innerText()).not.toContain("RAN");
      await frame.getByRole("button", { name: "Send" }).click();
      await frame.getByRole("link", { name: "Leave" }).click();
      await page.waitForTimeout(300);
      expect(page.url()).toBe(shop);
      expect(page.frames().map((each) => each.url())).toEqual([shop, theirs]);
      const complaints = opened.complaints.join("\n");
      expect(complaints).toMatch(/Blocked script execution/);
      expect(complaints).toMatch(/Loading the image '[^']+' violates/);
      expect(complaints).toMatch(/Blocked form submission/);
      expect(complaints).toMatch(/Unsafe attempt to initiate navigation/);
    });

    it("cannot be opened by a click in a way that runs its scripts", async () => {
      await open(shop);
      const links = await page.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
      expect(links.filter((href) => /^(?!https:|#)/.test(href))).toEqual([
        "provider/pay.png",
        "provider/job.json",
        "provider/pay.png",
        "provider/pay.webm",
        "provider/pay.log",
      ]);
    });
  });

  describe.each([
    ["light", { colorScheme: "light" }],
    ["dark", { colorScheme: "dark" }],
    ["390 pixels wide", { viewport: { width: 390, height: 800 } }],
    ["390 pixels wide and dark", { viewport: { width: 390, height: 800 }, colorScheme: "dark" }],
    ["1920 pixels wide", { viewport: { width: 1920, height: 1080 } }],
  ] as const)("%s", (_, options) => {
    // axe is injected past the page's policy: only here, and only for this test.
    const withAxe = { ...options, bypassCSP: true };

    it("passes the checks of axe", { timeout: 240_000 }, async () => {
      for (const url of [shop, `${shop}#outcome=failed`, await browser.write(twoRuns())]) {
        await open(url, withAxe);
        await page.evaluate(() => {
          for (const details of document.querySelectorAll<HTMLDetailsElement>("details:not(.frame)"))
            details.open = true;
        });
        await page.addScriptTag({ content: axe.source });
        const { violations } = await page.evaluate(() =>
          (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          }),
        );
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])])).toEqual(
          [],
        );
      }
    });

    it("never scrolls sideways", async () => {
      await open(shop, options);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(
        await page.evaluate(() => document.documentElement.clientWidth),
      );
    });
  });
});
