/// <reference lib="dom" />
// Page: `report.html` of 50,000 cases, opened from disk in Chromium.
import { largeReport } from "../packages/reporters/src/html/shop-report.fixture.ts";
import { type OpenPage, ReportBrowser } from "../test/e2e/stage/report-browser.ts";
import { atMost, median, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const cases = isSmoke ? 500 : 50_000;
const title = `Page, ${cases.toLocaleString("en")} cases`;
const texts = ["o", "order 4", "order 49", "order 4999", "order 49999", "", "1", "none", ""];

export default async function page(): Promise<readonly Row[]> {
  const browser = await ReportBrowser.launch();
  try {
    const url = await browser.write(largeReport(cases));
    const opened: number[] = [];
    const painted: number[] = [];
    const answers: number[] = [];
    for (let round = 0; round < (isSmoke ? 1 : 5); round++) {
      const open = await browser.open(url);
      const times = await open.page.evaluate(() => {
        const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
        const [paint] = performance.getEntriesByName("first-contentful-paint");
        return [navigation?.domContentLoadedEventEnd ?? Number.NaN, paint?.startTime ?? Number.NaN] as const;
      });
      opened.push(times[0]);
      painted.push(times[1]);
      answers.push(...(await measureSearch(open)));
      await open.page.context().close();
    }
    const [ready, seen, answer] = [median(opened), median(painted), median(answers)];
    return [
      row(`${title}, open in Chromium`, ready, 1500),
      row(`${title}, first content visible`, seen, 500),
      row(`${title}, a keystroke in the search`, answer, 150),
    ];
  } finally {
    await browser.close();
  }
}

function row(what: string, ms: number, maxMs: number): Row {
  return { what, measured: `${ms.toFixed(0)} ms`, goal: atMost(ms, maxMs, "ms") };
}

/** Measures how long each text takes until the page shows the matches. Waits first, because the page prepares the search. */
async function measureSearch({ page }: OpenPage): Promise<readonly number[]> {
  await page.waitForTimeout(2000);
  return page.evaluate(async (texts) => {
    const input = document.querySelector("input");
    const times: number[] = [];
    for (const text of texts) {
      if (!input) break;
      const startedAt = performance.now();
      input.value = text;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((shown) => requestAnimationFrame(() => setTimeout(shown)));
      times.push(performance.now() - startedAt);
      await new Promise((done) => setTimeout(done, 200));
    }
    return times;
  }, texts);
}
