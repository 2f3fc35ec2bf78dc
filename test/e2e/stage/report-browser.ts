import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { publish, type Report, ReportDir } from "../../../packages/core/src/flow.ts";
import { htmlReporter } from "../../../packages/reporters/src/html/report-page.ts";
import { requirePeer } from "./peer.ts";

/** The path of Chromium: Debian's, or the one in the environment. */
export const chromiumPath: string = process.env["CHROMIUM"] ?? "/usr/bin/chromium";

/** Groups tests that need Chromium. */
export const inChromium: ReturnType<typeof requirePeer> = requirePeer("chromium", [chromiumPath, "--version"]);

/** An open page, and everything that it did and should not do. */
export interface OpenPage {
  readonly page: Page;
  /** Every address that was requested, the page's own first. */
  readonly requests: readonly string[];
  /** Errors, console messages, dialogs and violations of the policy. */
  readonly complaints: readonly string[];
}

/** Writes reports to disk and opens them in Chromium. */
export class ReportBrowser {
  readonly #browser: Browser;
  readonly #dir: string;
  #reports = 0;

  private constructor(browser: Browser, dir: string) {
    this.#browser = browser;
    this.#dir = dir;
  }

  static async launch(): Promise<ReportBrowser> {
    // Chromium's sandbox does not work for root, which is the user in containers.
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
    return new ReportBrowser(browser, await mkdtemp(join(tmpdir(), "remotest-page-")));
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await rm(this.#dir, { recursive: true });
  }

  /**
   * Writes a report, with files beside it, as the command does. Returns its address.
   * @param change applied to the page before it is written
   */
  async write(
    report: Report,
    files: Readonly<Record<string, string | Uint8Array>> = {},
    change: (page: string) => string = (page) => page,
  ): Promise<string> {
    return writePage(join(this.#dir, String(++this.#reports)), report, files, change);
  }

  /** Opens an address in a separate browser context. */
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

/** Writes a report into a directory, as the command does. Returns the address of its page on disk. */
export async function writePage(
  path: string,
  report: Report,
  files: Readonly<Record<string, string | Uint8Array>> = {},
  change: (page: string) => string = (page) => page,
): Promise<string> {
  const { file } = htmlReporter;
  await using dir = await ReportDir.open(path, [file]);
  for (const [name, content] of Object.entries(files)) await dir.write(name, content);
  await publish(report, { dir, reporters: [{ file, render: (of) => change(htmlReporter.render(of)) }] });
  return pathToFileURL(join(path, file)).href;
}
