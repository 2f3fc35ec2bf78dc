// BrowserStack's own program for assistants, which uploads an app with its tests and starts a build, against the sandbox.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { account } from "../stage/workspace.ts";
import { remotest } from "../stage/command.ts";
import { requirePeer } from "../stage/peer.ts";
import { passingOnTo, type VendorHosts, vendorHosts } from "./vendor-hosts.ts";

/** Installed by `npm ci` in this folder. */
const folder = join(import.meta.dirname, "../stage/peers/browserstack");
const program = join(folder, "node_modules/@browserstack/mcp-server/dist/index.js");

/** The devices of the vendor, which the program asks for before a build. */
const devices: RequestListener = (_, response) => {
  const android = [{ display_name: "Google Pixel 9", os_version: "16.0" }];
  const ios = [{ display_name: "iPhone 17", os_version: "26" }];
  const mobile = Object.entries({ android, ios }).map(([os, of]) => ({ os, devices: of }));
  response.setHeader("content-type", "application/json").end(JSON.stringify({ mobile }));
};
const silent: RequestListener = (incoming, response) => {
  incoming.resume();
  response.end("{}");
};

requirePeer("@browserstack/mcp-server", [process.execPath, "--check", program])("BrowserStack's MCP server", () => {
  let sandbox: Sandbox;
  let hosts: VendorHosts;
  let home: string;
  beforeEach(async () => {
    sandbox = await startSandbox({ port: 0, speed: 100 });
    hosts = await vendorHosts({
      "api-cloud.browserstack.com": passingOnTo(sandbox.url),
      "www.browserstack.com": devices,
      "api.browserstack.com": silent,
    });
    home = await mkdtemp(join(tmpdir(), "remotest-mcp-"));
  });
  afterEach(async () => {
    await hosts[Symbol.asyncDispose]();
    await sandbox.close();
    await rm(home, { recursive: true });
  });

  it.each([
    { framework: "espresso", files: ["app.apk", "tests.apk"], device: ["android", "Google Pixel 9", "16.0"] },
    { framework: "xcuitest", files: ["app.ipa", "tests.zip"], device: ["ios", "iPhone 17", "26"] },
  ])("uploads both files of $framework, and starts a build that Remotest can wait for", async (given) => {
    const { framework, files, device } = given;
    const [appPath = "", testSuitePath = ""] = files.map((name) => join(home, name));
    await writeFile(appPath, "an app");
    await writeFile(testSuitePath, "the tests");
    const [platform, deviceName, osVersion] = device;
    const said = await runTool("runAppTestsOnBrowserStack", {
      appPath,
      testSuitePath,
      project: "Shop",
      detectedAutomationFramework: framework,
      devices: [{ platform, deviceName, osVersion }],
    });
    const build = /Build ID: ([0-9a-f]{40})/.exec(said)?.[1];
    expect(build, `${said}\n${hosts.unanswered.join("\n")}`).toBeDefined();
    expect(sandbox.starts()).toBe(1);
    const uploads = sandbox.journal.filter((event) => event.kind === "upload");
    expect(uploads.map(({ fileName, sha256 }) => [fileName, sha256])).toEqual([
      [files[0], createHash("sha256").update("an app").digest("hex")],
      [files[1], createHash("sha256").update("the tests").digest("hex")],
    ]);
    const args = ["attach", `browserstack:${framework}/${build}`, "--poll-interval", "100ms"];
    const { code, stderr } = await remotest(args, { env: account(sandbox.url) });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`${deviceName}-${osVersion}`);
  });

  /** Starts the program, lets it run one of its tools, and returns what that says. */
  async function runTool(name: string, given: object): Promise<string> {
    const child = spawn(process.execPath, [program], {
      env: {
        PATH: process.env["PATH"],
        HOME: home,
        BROWSERSTACK_USERNAME: "demo",
        BROWSERSTACK_ACCESS_KEY: "demo",
        MCP_UPLOAD_BASE_DIR: home,
        BROWSERSTACK_LOCAL_OPTION_PROXYHOST: "127.0.0.1",
        BROWSERSTACK_LOCAL_OPTION_PROXYPORT: `${hosts.port}`,
        NODE_EXTRA_CA_CERTS: hosts.caFile,
      },
      stdio: ["pipe", "pipe", "ignore"],
    });
    const send = (message: object): void =>
      void child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
    const clientInfo = { name: "remotest-tests", version: "1" };
    send({ id: 1, method: "initialize", params: { protocolVersion: "2025-06-18", capabilities: {}, clientInfo } });
    try {
      for await (const line of createInterface({ input: child.stdout })) {
        if (!line.startsWith("{")) continue;
        const message = JSON.parse(line) as { id?: number; result?: { content: { text: string }[] }; error?: object };
        if (message.id === 1) {
          send({ method: "notifications/initialized" });
          send({ id: 2, method: "tools/call", params: { name, arguments: given } });
        }
        if (message.id === 2) return message.result?.content.map(({ text }) => text).join("\n") ?? line;
      }
      return "the program ended";
    } finally {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
    }
  }
});
