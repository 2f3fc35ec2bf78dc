/// <reference lib="dom" />
import axe from "axe-core";
import { describe, expect, it } from "vitest";
import { found, search, onShopPage, shownRows, twoRuns } from "../stage/shop-page.ts";

onShopPage("report.html in Chromium is accessible:", (shop) => {
  describe("without a mouse", () => {
    it("/ moves to the search, Escape clears it", async () => {
      await shop.open(shop.url);
      await shop.page.keyboard.press("/");
      await shop.page.keyboard.type("card");
      expect(await found(shop.page)).toBe("2 of 30 tests");
      await shop.page.keyboard.press("Escape");
      expect(await shop.page.getByLabel(search).inputValue()).toBe("");
      expect(await shownRows(shop.page)).toHaveLength(30);
      await shop.page.keyboard.type("a/b");
      expect(await shop.page.getByLabel(search).inputValue()).toBe("a/b");
    });

    it("reaches every control, in the order of the page", async () => {
      await shop.open(shop.url);
      const controls = shop.page.locator("a:visible, button:visible, input:visible, select:visible, summary:visible");
      const shown = (): Promise<string[]> =>
        controls.evaluateAll((elements) => elements.map((element) => element.outerHTML.slice(0, 200)));
      const reached: string[] = [];
      // A card gets its buttons when it comes near the window, so there may be more controls at the end.
      while (reached.length < (await controls.count())) {
        await shop.page.keyboard.press("Tab");
        // A film has controls of the browser's own.
        const element = await shop.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? "");
        if (!element.startsWith("<video")) reached.push(element);
      }
      expect(reached).toEqual(await shown());
    });

    it("shows the focus", async () => {
      await shop.open(shop.url);
      for (let press = 0; press < 20; press++) {
        await shop.page.keyboard.press("Tab");
        expect(
          await shop.page.evaluate(() => getComputedStyle(document.activeElement ?? document.body).outlineStyle),
        ).toBe("solid");
      }
    });
  });

  it("keeps the focused element clear of the sticky bar", async () => {
    await shop.open(shop.url);
    await shop.page.locator("#tests tr[id] a").last().focus();
    for (let press = 0; press < 40; press++) {
      await shop.page.keyboard.press("Shift+Tab");
      const space = await shop.page.evaluate(() => {
        const bar = document.querySelector(".bar")?.getBoundingClientRect().bottom ?? 0;
        return (document.activeElement?.getBoundingClientRect().top ?? 0) - bar;
      });
      expect(space).toBeGreaterThanOrEqual(0);
    }
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
      for (const url of [shop.url, `${shop.url}#outcome=failed`, await shop.write(twoRuns())]) {
        await shop.open(url, withAxe);
        await shop.page.evaluate(() => {
          for (const details of document.querySelectorAll<HTMLDetailsElement>("details:not(.frame)"))
            details.open = true;
        });
        await shop.page.addScriptTag({ content: axe.source });
        const { violations } = await shop.page.evaluate(() =>
          (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
            resultTypes: ["violations"],
            runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
          }),
        );
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html, any }) => [html, any[0]?.message])])).toEqual(
          [],
        );
      }
    });

    it("never scrolls sideways", async () => {
      await shop.open(shop.url, options);
      expect(await shop.page.evaluate(() => document.documentElement.scrollWidth)).toBe(
        await shop.page.evaluate(() => document.documentElement.clientWidth),
      );
    });
  });
});
