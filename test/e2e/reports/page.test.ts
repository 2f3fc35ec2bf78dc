/// <reference lib="dom" />
import { describe, expect, it } from "vitest";
import { search, onShopPage, shownCards, shownRows } from "../stage/shop-page.ts";

onShopPage("report.html in Chromium, opened from disk", (shop) => {
  it("requests only itself, without complaints", async () => {
    await shop.open(shop.url);
    await shop.page.getByLabel(search).fill("card");
    await shop.page.getByRole("button", { name: "Clear" }).click();
    await shop.page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    expect(shop.opened).toMatchObject({ requests: [shop.url, shop.beside("provider/pay.png")], complaints: [] });
  });

  it("shows the verdict, the reason and the counts first", async () => {
    await shop.open(shop.url);
    expect(await shop.page.title()).toBe("Failed: Nightly: all browsers");
    expect(await shop.page.getByRole("heading", { level: 1 }).textContent()).toBe("Failed");
    expect(await shop.page.locator(".reason").textContent()).toContain("4 failed and 1 broken of 30 tests");
    expect(await shop.page.locator(".counts").innerText()).toMatch(
      /^30 Tests\s+4 Failed\s+1 Broken\s+1 Quarantined\s+1 Flaky\s+1 Skipped\s+24 Passed$/,
    );
    expect(await shownCards(shop.page)).toEqual([
      "Voucher is applied once",
      "Order in full",
      "Track a parcel",
      "Pay with a declined card",
      "Print the invoice",
      "Two factors",
    ]);
  });

  it("shows everything without its script", async () => {
    await shop.open(shop.url, { javaScriptEnabled: false });
    expect(await shop.page.locator("#tests tr[id]").count()).toBe(30);
    for (const row of await shop.page.locator("#tests tr[id]").all()) expect(await row.isVisible()).toBe(true);
    expect(await shop.page.locator(".card:visible").count()).toBe(6);
    expect(await shop.page.locator(".counts").innerText()).toContain("24 Passed");
    expect(await shop.page.locator("button:visible, input:visible, select:visible").count()).toBe(0);
    expect(await shop.page.getByText("provider/report.html").isVisible()).toBe(true);
  });

  it("shows everything on paper, even folded parts", async () => {
    await shop.open(shop.url, { javaScriptEnabled: false });
    await shop.page.emulateMedia({ media: "print" });
    expect(await shop.page.getByText("Expected the page to say").first().isVisible()).toBe(true);
    const folded = shop.page.locator("details:not(.frame) > :not(summary)");
    expect(await folded.count()).toBeGreaterThan(2);
    for (const each of await folded.all())
      expect(await each.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }))).toBe(true);
    expect((await shop.page.pdf()).length).toBeGreaterThan(10_000);
  });

  it("unfolds for printing and folds again, and prints only what the filter shows", async () => {
    await shop.open(shop.url);
    await shop.page.getByLabel(search).fill("card");
    await shop.page.evaluate(() =>
      addEventListener("beforeprint", () => {
        document.title = `${document.querySelectorAll("details:not([open], .frame)").length} folded`;
      }),
    );
    const folded = () => shop.page.locator("details:not([open])").count();
    const before = await folded();
    await shop.page.pdf();
    expect(await shop.page.title()).toBe("0 folded");
    expect(await folded()).toBe(before);
    expect(before).toBeGreaterThan(3);
    expect(await shownRows(shop.page)).toHaveLength(2);
  });

  describe("a page of the service", () => {
    it("is loaded only on request, and never runs scripts, loads files or leaves the page", async () => {
      await shop.open(shop.url);
      const theirs = shop.url.replace("report.html", "provider/report.framed.html");
      await shop.page.getByText("The service's report").click();
      const frame = shop.page.frameLocator("iframe");
      expect(await frame.getByRole("heading", { name: "Theirs" }).textContent()).toBe("Theirs");
      expect(shop.opened.requests).toContain(theirs);
      expect(await frame.locator("body").innerText()).not.toContain("RAN");
      await frame.getByRole("button", { name: "Send" }).click();
      await frame.getByRole("link", { name: "Leave" }).click();
      await shop.page.waitForTimeout(300);
      expect(shop.page.url()).toBe(shop.url);
      expect(shop.page.frames().map((each) => each.url())).toEqual([shop.url, theirs]);
      const complaints = shop.opened.complaints.join("\n");
      expect(complaints).toMatch(/Blocked script execution/);
      expect(complaints).toMatch(/Loading the image '[^']+' violates/);
      expect(complaints).toMatch(/Blocked form submission/);
      expect(complaints).toMatch(/Blocked opening 'http:[^']+' in a new window/);
    });

    it("cannot be opened by a click in a way that runs its scripts", async () => {
      await shop.open(shop.url);
      const links = await shop.page
        .locator("a")
        .evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
      expect(links.filter((href) => /^(?!https:|#)/.test(href))).toEqual([
        "provider/pay.png",
        "provider/job.json",
        "provider/pay.png",
        "provider/pay.webm",
        "provider/pay.log",
      ]);
    });
  });
});
