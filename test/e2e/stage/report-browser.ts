import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import type { Report } from "../../../packages/core/src/flow.ts";
import { htmlReporter } from "../../../packages/reporters/src/html/report-page.ts";

/** Chromium where Debian puts it, or wherever the environment says. */
export const chromiumPath: string = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** A page as a reader has it open, and everything it did that nobody should see it do. */
export interface OpenPage {
  readonly page: Page;
  /** Every address that was asked for, the page's own first. */
  readonly requests: readonly string[];
  /** Errors, messages to the console, dialogs and breaches of the policy. */
  readonly complaints: readonly string[];
}

/** Reports on disk, and Chromium to read them with. */
export class ReportBrowser {
  readonly #browser: Browser;
  readonly #dir: string;
  #reports = 0;

  private constructor(browser: Browser, dir: string) {
    this.#browser = browser;
    this.#dir = dir;
  }

  static async launch(): Promise<ReportBrowser> {
    // Chromium refuses to sandbox itself for root, as whom containers run.
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
    return new ReportBrowser(browser, await mkdtemp(join(tmpdir(), "remotest-page-")));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#dir, { recursive: true });
  }

  /**
   * Writes a report and files beside it, as the command does. Returns its address.
   * @param spoil what somebody does to the page before it is written
   */
  async write(
    report: Report,
    files: Readonly<Record<string, string>> = {},
    spoil: (page: string) => string = (page) => page,
  ): Promise<string> {
    const dir = join(this.#dir, String(++this.#reports));
    await mkdir(join(dir, "provider"), { recursive: true });
    for (const [name, content] of Object.entries(files)) await writeFile(join(dir, name), content);
    await writeFile(join(dir, htmlReporter.file), spoil(htmlReporter.render(report)));
    return pathToFileURL(join(dir, htmlReporter.file)).href;
  }

  /** Opens an address in a browser that knows nothing of the others. */
  async open(url: string, options: BrowserContextOptions = {}): Promise<OpenPage> {
    const context = await this.#browser.newContext({ viewport: { width: 1100, height: 900 }, ...options });
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    context.on("request", (request) => requests.push(request.url()));
    context.on("console", (message) => complaints.push(message.text()));
    context.on("weberror", (error) => complaints.push(String(error.error())));
    page.on("dialog", (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await page.goto(url);
    return { page, requests, complaints };
  }
}
