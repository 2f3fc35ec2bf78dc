import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../stage/peer.ts";
import { fuzz, schemathesis } from "./schemathesis.ts";

/** Paths that the sandbox does not serve: it has no revisions to download or to adapt to, and keeps no archive. */
const notServed = /^\/revisions\/|\/adapt$|\/archive$/;

requirePeer("schemathesis", [schemathesis, "--version"])("schemathesis, given the description of MTA", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    // So fast that a run is over at one of the next requests, so that results are fuzzed too.
    sandbox = await startSandbox({ port: 0, speed: 20_000 });
  });
  afterAll(() => sandbox.close());

  it("finds no 5xx and no answer outside the specification, with all checks", async () => {
    const spec = await fuzzable();
    const options =
      "-H Content-Type:application/json --checks all --exclude-checks unsupported_method --max-examples 15 --seed 1 --continue-on-failure --no-color";
    const { code, output } = await fuzz(spec, `${sandbox.url}/rest/mta/api`, options);
    expect(code, output).toBe(0);
    const operations = Object.values(spec.paths).flatMap((path) => ["get", "post"].filter((method) => method in path));
    expect(output).toMatch(new RegExp(`Operations:\\s+${operations.length} selected / ${operations.length} total`));
    // Runs were started, not only refused.
    expect(sandbox.starts(), output).toBeGreaterThan(20);
  });
});

interface Document {
  readonly paths: Record<string, Record<string, { responses: Record<string, object> }>>;
  webhooks?: object;
}

/** Returns the specification of what the sandbox serves, with the requests that return the ids for the others. */
async function fuzzable(): Promise<Document> {
  const text = await readFile(join(import.meta.dirname, "../../../specs/mta.openapi.yaml"), "utf8");
  const { webhooks: _webhooks, ...document } = parse(text) as Document;
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => !notServed.test(path)));
  const executionId = "$response.body#/TestRunExecutionId";
  for (const operations of Object.values(paths))
    for (const { responses } of Object.values(operations).filter((each) => "requestBody" in each))
      Object.assign(responses["200"]!, {
        links: {
          run: { operationId: "getTestRun", parameters: { executionId } },
          cancel: { operationId: "cancelTestRun", parameters: { executionId } },
          suites: { operationId: "listSuiteRuns", parameters: { testrunExecutionId: executionId } },
        },
      });
  Object.assign(paths["/testsuiteruns"]?.["get"]?.responses["200"] ?? {}, {
    links: { cases: { operationId: "listCaseRuns", parameters: { testsuiterunKey: "$response.body#/0/Key" } } },
  });
  return { ...document, paths };
}
