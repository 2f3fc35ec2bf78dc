import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConformanceService, testProvider } from "@remotest/core/conformance";
import { startSandbox } from "@remotest/sandbox";
import { describe, test } from "vitest";
import { apptest } from "./provider.ts";

const names = { pass: "pass", fail: "fail", refused: "code-4052", "lost-answer": "lost-answer" };

async function openService(): Promise<ConformanceService> {
  const sandbox = await startSandbox({ port: 0, speed: 40 });
  const dir = await mkdtemp(join(tmpdir(), "conformance-"));
  const appFile = join(dir, "app.apk");
  await writeFile(appFile, "an app");
  const connectTo = (baseUrl: string) => ({ baseUrl, userId: "demo", accessKey: "demo" });
  return {
    connect: connectTo(sandbox.url),
    connectTo: (baseUrl) => ({ ...connectTo(baseUrl), accessKey: "k3y-that-must-not-show" }),
    secrets: ["k3y-that-must-not-show"],
    start: (course) => ({ options: { projectId: 509, appFile }, name: names[course] }),
    unknownReference: "999999999",
    starts: () => sandbox.starts(),
    close: async () => {
      await sandbox.close();
      await rm(dir, { recursive: true });
    },
  };
}

describe("apptest.ai keeps the rules of a provider", () => testProvider(apptest, openService, test));
