// Takes the pictures of the report page anew, of a report that has everything a page can show:
//   pnpm exec node --conditions=remotest-source docs/images/draw-report.ts
// It needs Chromium, and a font that has Korean. Look at them before you commit them.
import { join } from "node:path";
import { shopReport } from "../../packages/reporters/src/html/shop-report.fixture.ts";
import { ReportBrowser } from "../../test/e2e/stage/report-browser.ts";

const wide = { viewport: { width: 1000, height: 900 } };
const pictures = [
  { name: "report-light", at: "", options: wide },
  { name: "report-dark", at: "", options: { ...wide, colorScheme: "dark" } },
  { name: "report-phone", at: "", options: { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2 } },
  { name: "report-trends", at: "#trends", options: { viewport: { width: 1000, height: 960 } } },
  { name: "report-found", at: "#text=pay&outcome=failed.passed", options: { ...wide, colorScheme: "dark" } },
] as const;

const browser = await ReportBrowser.launch();
const url = await browser.write(shopReport());
for (const { name, at, options } of pictures) {
  const { page } = await browser.open(url + at, options);
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(import.meta.dirname, `${name}.png`) });
}
await browser.close();
