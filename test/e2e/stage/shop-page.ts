import type { Page } from "playwright-core";
import type { Report } from "../../../packages/core/src/flow.ts";
import { passed, report, testRun, withResults } from "../../../packages/reporters/src/fixtures/reports.ts";
import { shopReport } from "../../../packages/reporters/src/html/shop-report.fixture.ts";
import { afterAll, beforeAll } from "vitest";
import { inChromium, type OpenPage, ReportBrowser } from "./report-browser.ts";

/** The label of the search field. */
export const search = "Search tests";
/** Returns the number of matches that the page shows. */
export const found = (page: Page): Promise<string | null> => page.getByRole("status").textContent();
/** Returns the names of the visible rows. */
export const shownRows = (page: Page): Promise<string[]> =>
  page.locator("#tests tbody tr:visible th").allTextContents();
/** Returns the names of the visible cards. */
export const shownCards = (page: Page): Promise<string[]> => page.locator(".cards .card:visible h3").allTextContents();

/** A picture of one pixel. */
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** A report of two runs with a common suite. */
export function twoRuns(): Report {
  return report(
    withResults(testRun({ Phones: [passed("Pixel 9"), passed("Galaxy S8")] }), { name: "Android" }),
    withResults(testRun({ Phones: [passed("iPhone 17")], Tablets: [passed("iPad Air")] }), { name: "iOS" }),
  );
}

/** Groups tests of the report of a shop in Chromium. It is written and the browser launched before the first of them. */
export function onShopPage(title: string, tests: (shop: ShopPage) => void): void {
  inChromium(title, () => {
    const shop = new ShopPage();
    beforeAll(() => shop.launch());
    afterAll(() => shop.close());
    tests(shop);
  });
}

/** The report of a shop in Chromium, opened from disk. */
class ShopPage {
  /** The page that was opened last, with its complaints and requests. */
  opened!: OpenPage;
  url!: string;
  #browser!: ReportBrowser;

  /** The page that was opened last. */
  get page(): Page {
    return this.opened.page;
  }

  async launch(): Promise<void> {
    this.#browser = await ReportBrowser.launch();
    this.url = await this.#browser.write(shopReport(), {
      "provider/job.json": "{}",
      "provider/pay.png": pixel,
      "provider/pay.webm": "",
      "provider/pay.log": "<script>alert(1)</script>",
      "provider/report.html": `<!doctype html><title>Theirs</title><h1>Theirs</h1><script>document.body.append("RAN"); parent.postMessage("RAN", "*"); fetch("http://127.0.0.1:9/fetched")</script><img src="http://127.0.0.1:9/picture.png"><form action="http://127.0.0.1:9/sent"><button>Send</button></form><a target="_top" href="http://127.0.0.1:9/left">Leave</a>`,
    });
  }

  /** Returns the address of a file beside the page. */
  beside(file: string): string {
    return this.url.replace("report.html", file);
  }

  /** Opens an address in a separate browser context. */
  async open(...given: Parameters<ReportBrowser["open"]>): Promise<void> {
    this.opened = await this.#browser.open(...given);
  }

  /** Writes another report. Returns its address. */
  write(another: Report): Promise<string> {
    return this.#browser.write(another);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}
