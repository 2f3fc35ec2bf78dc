/// <reference lib="dom" />
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type BrowserContext, chromium, type Frame, type Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { passed, report, testRun, withResults } from "../../../packages/reporters/src/fixtures/reports.ts";
import { askingPage } from "../stage/asking-page.ts";
import { type CountingServer, countingServer } from "../stage/counting-server.ts";
import { chromiumPath, inChromium, writePage } from "../stage/report-browser.ts";

/** A server's own policies under which a report can be opened. */
const strict = {
  "Content-Security-Policy":
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; object-src 'none'",
  "X-Frame-Options": "SAMEORIGIN",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};
/** Jenkins serves the files of a build with this policy. */
const jenkins = {
  "Content-Security-Policy": "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';",
};

inChromium("the page of a service, in report.html in Chromium", () => {
  let dir: string;
  let asked: CountingServer;
  let names: readonly string[];
  let fromDisk: string;
  let plain: CountingServer;
  let withPolicy: CountingServer;
  let likeJenkins: CountingServer;

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), "remotest-frame-"));
    asked = await countingServer();
    const asking = askingPage(asked.origin);
    names = asking.names;
    const attachments = [{ title: "Their report", file: "provider/result.html" }];
    const of = report(withResults(testRun({ S: [passed("A")] }), { attachments }));
    fromDisk = await writePage(join(dir, "report"), of, { "provider/result.html": asking.page });
    plain = await countingServer(join(dir, "report"));
    withPolicy = await countingServer(join(dir, "report"), strict);
    likeJenkins = await countingServer(join(dir, "report"), jenkins);
  });
  beforeEach(() => {
    asked.requests.length = 0;
    asked.connections = 0;
  });
  afterAll(async () => {
    for (const server of [asked, plain, withPolicy, likeJenkins]) await server[Symbol.asyncDispose]();
    await rm(dir, { recursive: true, force: true });
  });

  const places: readonly (readonly [string, () => string])[] = [
    ["a disk", () => fromDisk],
    ["a plain HTTP server", () => `${plain.origin}/report.html`],
    ["a server with a strict policy", () => `${withPolicy.origin}/report.html`],
  ];

  it.each(places)("sends nothing, from %s", async (_, address) => {
    const log = await inChromium(async (context) => {
      const frame = await openFrame(context, address());
      await frame.locator("h2").scrollIntoViewIfNeeded();
      await settled(frame.page());
      expect({ requests: asked.requests, connections: asked.connections }).toEqual({ requests: [], connections: 0 });
      // Chromium connects when the mouse goes down on a link, and then has nothing to ask for.
      for (const link of await frame.locator("a.out, a.top, button").all()) await link.click();
      await settled(frame.page());
      expect(frame.page().url()).toBe(address());
      expect(frame.url()).toMatch(/provider\/result\.framed\.html$/);
    });
    expect(asked.requests).toEqual([]);
    for (const name of names) expect(log, name).not.toContain(name);
  });

  it("would be asked for all of it and more, if its own file were opened", async () => {
    const log = await inChromium(async (context) => {
      const page = await context.newPage();
      await page.goto(`${plain.origin}/provider/result.html`).catch(() => undefined);
      await settled(page);
    });
    const ways = new Set(asked.requests.map((path) => path.slice(1)));
    expect(asked.connections).toBeGreaterThan(0);
    for (const way of [
      "prefetch",
      "preload",
      "stylesheet",
      "font",
      "script",
      "fetch",
      "img",
      "iframe",
      "poster",
      "object",
    ])
      expect([...ways], way).toContain(way);
    for (const name of names.filter((each) => each !== "linked.example")) expect(log, name).toContain(name);
  });

  it.each(places)("looks as it would by itself without a network, from %s", async (_, address) => {
    await inChromium(async (context) => {
      const frame = await openFrame(context, address());
      const size = await frame.evaluate(() => ({ width: innerWidth, height: innerHeight }));
      const framed = await frame.evaluate(looks);
      expect(framed).toMatchObject({ mode: "CSS1Compat", title: "갤럭시 결과", lang: "ko" });
      expect(framed.elements).toContainEqual(expect.stringMatching(/^H1 .*rgb\(1, 2, 3\) .* 32px .*갤럭시 S8$/));
      expect(framed.loaded).toBe(1);
      expect(framed).toEqual(await alone(size));
    });
  });

  it("follows links within itself", async () => {
    await inChromium(async (context) => {
      const frame = await openFrame(context, `${plain.origin}/report.html`);
      await frame.getByText("To the details").click();
      await expect.poll(() => frame.evaluate(() => scrollY)).toBeGreaterThan(1000);
    });
  });

  it("is only named by a server that runs no scripts at all, and still nothing is sent", async () => {
    await inChromium(async (context) => {
      const page = await context.newPage();
      await page.goto(`${likeJenkins.origin}/report.html`);
      await page.getByText("Their report").click();
      await settled(page);
      expect(page.frames()).toHaveLength(1);
      expect(await page.getByText("provider/result.html").isVisible()).toBe(true);
    });
    expect({ requests: asked.requests, connections: asked.connections }).toEqual({ requests: [], connections: 0 });
  });

  /** Runs Chromium with a profile on disk: a private window never connects in advance. Returns its network log. */
  async function inChromium(visit: (context: BrowserContext) => Promise<void>): Promise<string> {
    const profile = await mkdtemp(join(dir, "profile-"));
    const netLog = join(profile, "net-log.json");
    const context = await chromium.launchPersistentContext(join(profile, "data"), {
      executablePath: chromiumPath,
      args: ["--no-sandbox", `--log-net-log=${netLog}`],
      viewport: { width: 1100, height: 900 },
    });
    try {
      await visit(context);
    } finally {
      await context.close();
    }
    return readFile(netLog, "utf8");
  }

  /** Opens the service's own page by itself: without scripts, network, and what would lead away from it. */
  async function alone(size: { readonly width: number; readonly height: number }): Promise<Appearance> {
    const browser = await chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox"] });
    try {
      const context = await browser.newContext({ javaScriptEnabled: false, viewport: size });
      await context.route(/^http/, (route) => route.abort("blockedbyclient"));
      const page = await context.newPage();
      const file = join(dir, "alone.html");
      const source = await readFile(join(dir, "report/provider/result.html"), "utf8");
      await writeFile(file, source.replace(/<meta http-equiv="refresh".*/, "").replace("euc-kr", "utf-8"));
      await page.goto(pathToFileURL(file).href);
      return await page.evaluate(looks);
    } finally {
      await browser.close();
    }
  }
});

async function openFrame(context: BrowserContext, address: string): Promise<Frame> {
  const page = await context.newPage();
  await page.goto(address);
  await page.getByText("Their report").click();
  const handle = await page.waitForSelector("iframe");
  const frame = await handle.contentFrame();
  if (!frame) throw new Error("The page has a frame");
  await frame.waitForLoadState();
  await frame.locator("h1").waitFor();
  return frame;
}

/** Waits until everything that a page asks for would have been asked for. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(1500);
}

/** The way a page looks: its mode, and the place, the colours and the font of each element. */
interface Appearance {
  readonly mode: string;
  readonly title: string;
  readonly lang: string;
  readonly loaded: number;
  readonly elements: readonly string[];
}

/** Runs in the browser. */
function looks(): Appearance {
  const elements = [...document.body.querySelectorAll<HTMLElement>("h1, h2, p, a, table, td, ul, li, img.inside, div")];
  return {
    mode: document.compatMode,
    title: document.title,
    lang: document.documentElement.lang,
    loaded: [...document.images].filter(({ naturalWidth }) => naturalWidth > 0).length,
    elements: elements.map((element) => {
      const { color, backgroundColor, fontFamily, fontSize, borderTopColor } = getComputedStyle(element);
      const { x, y, width, height } = element.getBoundingClientRect();
      const box = [x, y, width, height].map(Math.round).join(" ");
      return `${element.tagName} ${box} ${color} ${backgroundColor} ${fontFamily} ${fontSize} ${borderTopColor} ${element.textContent.trim()}`;
    }),
  };
}
