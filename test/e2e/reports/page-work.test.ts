/// <reference lib="dom" />
import { describe, expect, it } from "vitest";
import { onShopPage, twoRuns } from "../stage/shop-page.ts";

onShopPage("working with report.html in Chromium", (shop) => {
  describe("the table of every test", () => {
    const headings = () => shop.page.locator("#tests .suite:visible > h3").allInnerTexts();

    it("is grouped and sorted as the reader asks, and goes back", async () => {
      await shop.open(shop.url);
      const names = () => shop.page.locator("#tests tbody tr:visible th > a").allTextContents();
      const before = await names();
      await shop.page.getByLabel("Groups", { exact: true }).selectOption("all");
      await shop.page.getByLabel("Order", { exact: true }).selectOption("time");
      expect(await headings()).toEqual(["All tests 30"]);
      expect((await names())[0]).toBe("Track a parcel");
      expect(await shop.page.locator("#tests .where:visible").first().textContent()).toBe("Orders");
      await shop.page.getByLabel("Order", { exact: true }).selectOption("outcome");
      await shop.page.getByRole("button", { name: "1 Broken" }).click();
      expect(await shop.page.locator("#tests tbody tr:visible").count()).toBe(1);
      await shop.page.waitForURL(/group=all&sort=outcome/);
      const address = shop.page.url();
      await shop.page.keyboard.press("Escape");
      expect(await names()).toEqual(before);
      expect(await headings()).toHaveLength(5);
      await shop.open(address);
      expect(await headings()).toHaveLength(1);
      expect(shop.opened.complaints).toEqual([]);
    });

    it("is grouped by run and by name", async () => {
      await shop.open(await shop.write(twoRuns()));
      await shop.page.getByLabel("Groups", { exact: true }).selectOption("run");
      expect((await headings()).map((text) => text.split(" ")[0])).toEqual(["Android", "iOS"]);
      await shop.page.getByLabel("Groups", { exact: true }).selectOption("name");
      expect(await headings()).toEqual(["Pixel 9 1", "Galaxy S8 1", "iPhone 17 1", "iPad Air 1"]);
    });

    it("leads from a row that did not pass to its card", async () => {
      await shop.open(shop.url);
      await shop.page.locator("#tests").getByRole("link", { name: "Voucher is applied once" }).click();
      const card = shop.page.locator(".card:target");
      expect(await card.locator("h3").textContent()).toBe("Voucher is applied once");
      expect(await card.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    });
  });

  it("copies a name, a whole message and a command", async () => {
    await shop.open(shop.url, { permissions: ["clipboard-read", "clipboard-write"] });
    const card = shop.page.locator(".card", { hasText: "Order in full" }).first();
    await card.scrollIntoViewIfNeeded();
    const copied = () => shop.page.evaluate(() => navigator.clipboard.readText());
    await card.getByRole("button", { name: "Copy the name" }).click();
    expect(await copied()).toBe("Order in full");
    await card.getByRole("button", { name: "Copy the message" }).first().click();
    await expect
      .poll(copied)
      .toMatch(/^Expected the orders.*\+ {3}"state": "waiting",.*runner\.js:680:10\).*105:5\)$/s);
    expect(await card.getByRole("button", { name: "Copied" }).count()).toBeGreaterThan(0);
    expect(shop.opened.complaints).toEqual([]);
  });

  it("shows a test's picture and film in its card, and its log when it is unfolded, as text", async () => {
    await shop.open(shop.url);
    const picture = shop.page.getByRole("img", { name: "Screenshot of the last step" });
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(1);
    expect(await shop.page.locator("video").getAttribute("preload")).toBe("none");
    await shop.page.locator(".media").getByText("Log of the browser").click();
    expect(await shop.page.frameLocator("iframe").locator("body").innerText()).toBe("<script>alert(1)</script>");
    expect(shop.opened.complaints).toEqual([]);
  });
});
