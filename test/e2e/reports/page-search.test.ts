/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { requirePeer } from "../stage/peer.ts";
import { chromiumPath } from "../stage/report-browser.ts";
import { found, search, ShopPage, shownCards, shownRows, twoRuns } from "../stage/shop-page.ts";

const pressed = (page: Page) => page.locator('button[aria-pressed="true"]').allTextContents();

/** Returns the fragment of a test's link. */
async function linkOf(page: Page, name: string, where = "#tests"): Promise<string> {
  return (await page.locator(where).getByRole("link", { name, exact: true }).getAttribute("href")) ?? "";
}

requirePeer("chromium", [chromiumPath, "--version"])("the search of report.html in Chromium", () => {
  let shop: ShopPage;
  let page: Page;
  beforeAll(async () => {
    shop = await ShopPage.launch();
  });
  afterAll(() => shop.close());

  /** Opens a page; the test then checks its complaints and requests. */
  const open = async (...given: Parameters<ShopPage["open"]>): Promise<Page> => (page = await shop.open(...given));

  describe("finding tests", () => {
    it("by words in names, suites and messages, while typing, with the number of matches", async () => {
      await open(shop.url);
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
      await open(shop.url);
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
      await open(shop.url);
      await page.getByRole("button", { name }).click();
      expect(await shownRows(page)).toHaveLength(number);
    });

    it("by suite and by run", async () => {
      await open(await shop.write(twoRuns()));
      await page.getByLabel("Suite").selectOption("Phones");
      expect(await shownRows(page)).toEqual(["Pixel 9", "Galaxy S8", "iPhone 17"]);
      await page.getByLabel("Run").selectOption({ index: 2 });
      expect(await shownRows(page)).toEqual(["iPhone 17"]);
      await page.getByLabel("Suite").selectOption("");
      expect(await shownRows(page)).toEqual(["iPhone 17", "iPad Air"]);
    });

    it("hides the other sections while a filter is set, and shows them again", async () => {
      await open(shop.url);
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

  describe("the address", () => {
    it("contains the filter, so that it can be shared", async () => {
      await open(shop.url);
      await page.getByRole("button", { name: "4 Failed" }).click();
      await page.getByLabel(search).fill("pay");
      await page.getByLabel("Suite").selectOption("Checkout");
      // The address follows each of the three choices; the last address can be shared.
      await page.waitForURL(/suite=Checkout/);
      const address = page.url();
      await open(address);
      expect(address).toBe(`${shop.url}#text=pay&outcome=failed&suite=Checkout`);
      expect(await shownRows(page)).toEqual(["Pay with a declined card"]);
      expect(await page.getByLabel(search).inputValue()).toBe("pay");
      await page.getByRole("button", { name: "Clear" }).click();
      await page.waitForURL(shop.url);
    });

    it("leads to a test, in view and with the focus", async () => {
      await open(shop.url);
      const link = await linkOf(page, "Cancel an order");
      await open(shop.url + link);
      const row = page.locator(link);
      await expect.poll(() => row.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(900);
      expect(await row.evaluate((element) => element.contains(document.activeElement))).toBe(true);
      expect(await row.evaluate((element) => element.matches(":target"))).toBe(true);
    });

    it("leads to a test that the filter hides", async () => {
      await open(shop.url);
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
        await open(shop.url + hash);
        await page.keyboard.press("Escape");
        expect(await shownRows(page)).toHaveLength(30);
        expect(shop.opened.complaints).toEqual([]);
      },
    );
  });
});
