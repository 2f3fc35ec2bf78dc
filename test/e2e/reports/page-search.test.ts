/// <reference lib="dom" />
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { found, search, onShopPage, shownCards, shownRows, twoRuns } from "../stage/shop-page.ts";

const pressed = (page: Page) => page.locator('button[aria-pressed="true"]').allTextContents();

/** Returns the fragment of a test's link. */
async function linkOf(page: Page, name: string, where = "#tests"): Promise<string> {
  return (await page.locator(where).getByRole("link", { name, exact: true }).getAttribute("href")) ?? "";
}

onShopPage("the search of report.html in Chromium", (shop) => {
  describe("finding tests", () => {
    it("by words in names, suites and messages, while typing, with the number of matches", async () => {
      await shop.open(shop.url);
      await shop.page.getByLabel(search).pressSequentially("CARD");
      expect(await found(shop.page)).toBe("2 of 30 tests");
      expect(await shownRows(shop.page)).toEqual(["Pay with a card", "Pay with a declined card"]);
      expect(await shownCards(shop.page)).toEqual(["Pay with a declined card"]);
      await shop.page.getByLabel(search).fill("spring5 applied");
      expect(await shownRows(shop.page)).toEqual(["Voucher is applied once"]);
      await shop.page.getByLabel(search).fill("메일");
      expect(await shownRows(shop.page)).toEqual(["주문 확인 메일이 도착한다"]);
      await shop.page.getByLabel(search).fill("search size");
      expect(await shownRows(shop.page)).toEqual(["Filter by size"]);
      await shop.page.getByLabel(search).fill("no such test");
      expect(await found(shop.page)).toBe("0 of 30 tests");
      expect(await shop.page.getByText("No test has all of that.").isVisible()).toBe(true);
      expect(await shownRows(shop.page)).toEqual([]);
    });

    it("by one outcome or several", async () => {
      await shop.open(shop.url);
      await shop.page.getByRole("button", { name: "4 Failed" }).click();
      expect(await found(shop.page)).toBe("4 of 30 tests");
      expect(await shownRows(shop.page)).toEqual([
        "Pay with a declined card",
        "Voucher is applied once",
        "Order in full",
        "Print the invoice",
      ]);
      await shop.page.getByRole("button", { name: "1 Flaky" }).click();
      expect(await found(shop.page)).toBe("5 of 30 tests");
      expect(await pressed(shop.page)).toEqual(["4 Failed", "1 Flaky"]);
      await shop.page.getByRole("button", { name: "30 Tests" }).click();
      expect(await found(shop.page)).toBe("");
      expect(await shownRows(shop.page)).toHaveLength(30);
    });

    it.each([
      ["1 Broken", 1],
      ["1 Quarantined", 1],
      ["1 Skipped", 1],
      ["24 Passed", 24],
    ])("%s: as many as on the button", async (name, number) => {
      await shop.open(shop.url);
      await shop.page.getByRole("button", { name }).click();
      expect(await shownRows(shop.page)).toHaveLength(number);
    });

    it("by suite and by run", async () => {
      await shop.open(await shop.write(twoRuns()));
      await shop.page.getByLabel("Suite").selectOption("Phones");
      expect(await shownRows(shop.page)).toEqual(["Pixel 9", "Galaxy S8", "iPhone 17"]);
      await shop.page.getByLabel("Run").selectOption({ index: 2 });
      expect(await shownRows(shop.page)).toEqual(["iPhone 17"]);
      await shop.page.getByLabel("Suite").selectOption("");
      expect(await shownRows(shop.page)).toEqual(["iPhone 17", "iPad Air"]);
    });

    it("hides the other sections while a filter is set, and shows them again", async () => {
      await shop.open(shop.url);
      const trends = shop.page.getByRole("heading", { name: /^Trends/ });
      expect(await trends.isVisible()).toBe(true);
      await shop.page.getByLabel(search).fill("card");
      expect(await trends.isVisible()).toBe(false);
      expect(await shop.page.getByRole("heading", { name: "Did not pass 1 of 4" }).isVisible()).toBe(true);
      await shop.page.getByRole("button", { name: "Clear" }).click();
      expect(await trends.isVisible()).toBe(true);
      expect(await shop.page.getByRole("heading", { name: "Did not pass 4" }).isVisible()).toBe(true);
      expect(await shownRows(shop.page)).toHaveLength(30);
      expect(await shop.page.getByLabel(search).evaluate((input) => input === document.activeElement)).toBe(true);
    });
  });

  describe("the address", () => {
    it("contains the filter, so that it can be shared", async () => {
      await shop.open(shop.url);
      await shop.page.getByRole("button", { name: "4 Failed" }).click();
      await shop.page.getByLabel(search).fill("pay");
      await shop.page.getByLabel("Suite").selectOption("Checkout");
      // The address follows each of the three choices; the last address can be shared.
      await shop.page.waitForURL(/suite=Checkout/);
      const address = shop.page.url();
      await shop.open(address);
      expect(address).toBe(`${shop.url}#text=pay&outcome=failed&suite=Checkout`);
      expect(await shownRows(shop.page)).toEqual(["Pay with a declined card"]);
      expect(await shop.page.getByLabel(search).inputValue()).toBe("pay");
      await shop.page.getByRole("button", { name: "Clear" }).click();
      await shop.page.waitForURL(shop.url);
    });

    it("leads to a test, in view and with the focus", async () => {
      await shop.open(shop.url);
      const link = await linkOf(shop.page, "Cancel an order");
      await shop.open(shop.url + link);
      const row = shop.page.locator(link);
      await expect.poll(() => row.evaluate((element) => element.getBoundingClientRect().top)).toBeLessThan(900);
      expect(await row.evaluate((element) => element.contains(document.activeElement))).toBe(true);
      expect(await row.evaluate((element) => element.matches(":target"))).toBe(true);
    });

    it("leads to a test that the filter hides", async () => {
      await shop.open(shop.url);
      const row = await linkOf(shop.page, "Cancel an order");
      const card = await linkOf(shop.page, "Voucher is applied once", ".cards");
      await shop.page.getByLabel(search).fill("newly");
      for (const link of [row, card]) {
        await shop.page.evaluate((link) => (location.hash = link), link);
        await expect.poll(() => shop.page.locator(link).isVisible()).toBe(true);
        expect(await shop.page.locator(link).evaluate((element) => element.contains(document.activeElement))).toBe(
          true,
        );
      }
    });

    it.each(["#nowhere", "#text=%E0%A4%A", "#outcome=__proto__&suite=constructor&run=99", "#t-"])(
      "that ends with %s causes no error",
      async (hash) => {
        await shop.open(shop.url + hash);
        await shop.page.keyboard.press("Escape");
        expect(await shownRows(shop.page)).toHaveLength(30);
        expect(shop.opened.complaints).toEqual([]);
      },
    );
  });
});
