import { type ConformanceService, testProvider } from "@remotest/core/conformance";
import { createHmac } from "node:crypto";
import { startSandbox } from "@remotest/sandbox";
import { describe, test } from "vitest";
import { mta } from "./provider.ts";

const keys = { pass: "pass", fail: "fail", refused: "no-such", "lost-answer": "lost-answer" };

async function openService(): Promise<ConformanceService> {
  const sandbox = await startSandbox({ port: 0, speed: 40 });
  const connectTo = (baseUrl: string) => ({ baseUrl, username: "demo", password: "demo" });
  return {
    connect: connectTo(sandbox.url),
    connectTo: (baseUrl) => ({ ...connectTo(baseUrl), password: "p4ssword-that-must-not-show" }),
    secrets: ["p4ssword-that-must-not-show"],
    start: (course) => ({
      options: { configuration: keys[course], applicationInstance: ["19"] },
      name: "conformance",
    }),
    signedCall: (key, { ref }) => {
      const body = JSON.stringify({ ExecutionId: ref.split(/[:/]/)[1], TestCaseName: "Pay" });
      return { headers: { Signature: createHmac("sha256", key).update(body).digest("base64") }, body };
    },
    unknownReference: "5552275f-0733-4afa-b109-7dee0cf1eda9",
    starts: () => sandbox.starts(),
    close: () => sandbox.close(),
  };
}

describe("Menditect MTA keeps the rules of a provider", () => testProvider(mta, openService, test));
