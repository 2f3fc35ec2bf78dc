// The rules that every provider must keep, a test for each: `npm test`.
import { test } from "node:test";
import { testProvider } from "@remotest/core/conformance";
import provider from "./index.js";
import { startService } from "./service.js";

const suites = { pass: "pass", fail: "fail", refused: "none-such", "lost-answer": "lost-answer" };

async function openService() {
  const { url, starts, close } = await startService();
  return {
    connect: { baseUrl: url, token: "demo" },
    connectTo: (baseUrl) => ({ baseUrl, token: "t0ken-that-must-not-show" }),
    secrets: ["t0ken-that-must-not-show"],
    start: (course) => ({ options: { suite: suites[course] }, name: "conformance" }),
    unknownReference: "999",
    starts,
    close,
  };
}

testProvider(provider, openService, test);
