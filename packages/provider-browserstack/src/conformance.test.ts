import { type ConformanceService, testProvider } from "@remotest/core/conformance";
import { startSandbox } from "@remotest/sandbox";
import { describe, test } from "vitest";
import { browserstack } from "./provider.ts";

const names = { pass: "pass", fail: "fail", refused: "no-such", "lost-answer": "lost-answer" };

async function openService(framework: string): Promise<ConformanceService> {
  const sandbox = await startSandbox({ port: 0, speed: 40 });
  const connectTo = (baseUrl: string) => ({ baseUrl, username: "demo", accessKey: "demo" });
  const device = framework === "xcuitest" ? ["iPhone 17-26.0"] : ["Google Pixel 9-16.0", "Samsung Galaxy S24-14.0"];
  const options = { framework, app: "bs://f3c874", testSuite: "bs://89c874", device, project: "Shop" };
  return {
    connect: connectTo(sandbox.url),
    connectTo: (baseUrl) => ({ ...connectTo(baseUrl), accessKey: "k3y-that-must-not-show" }),
    secrets: ["k3y-that-must-not-show"],
    start: (course) => ({ options, name: names[course] }),
    unknownReference: `${framework}/${"0".repeat(40)}`,
    starts: () => sandbox.starts(),
    close: () => sandbox.close(),
  };
}

describe.each(["espresso", "xcuitest", "maestro"])("BrowserStack with %s keeps the rules of a provider", (framework) =>
  testProvider(browserstack, () => openService(framework), test),
);
