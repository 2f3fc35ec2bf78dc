import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../stage/peer.ts";
import { fuzz, schemathesis } from "./schemathesis.ts";

requirePeer("schemathesis", [schemathesis, "--version"])("schemathesis, given the OpenAPI document", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    // So fast that a testset is complete at one of the next requests, so that results are fuzzed too.
    sandbox = await startSandbox({ port: 0, speed: 20_000 });
  });
  afterAll(() => sandbox.close());

  it("finds no 5xx and no answer outside the specification, with all checks", async () => {
    const options = "--checks all --max-examples 50 --seed 1 --continue-on-failure --no-color";
    const { code, output } = await fuzz(await fuzzable(), sandbox.url, options);
    expect(code, output).toBe(0);
    expect(output).toMatch(/Operations:\s+3 selected \/ 3 total/);
    expect(output).toMatch(/API Links:\s+2 covered/);
    // Testsets were started, not only refused.
    expect(sandbox.starts(), output).toBeGreaterThan(20);
  });
});

/** The parts of the document that are changed for the fuzzer. */
interface Document {
  readonly paths: Record<string, { post: { requestBody: { content: Record<string, object> }; responses: object } }>;
  readonly components: { schemas: { RunTestsetBody: { properties: { app_file: object } } } };
}

/**
 * Returns the specification with additions that the fuzzer needs to get beyond the first refusal: a file name with a
 * documented extension (it names files by their content), an app file that is not empty (its schema is that of any
 * binary), and the request that returns the id for the others.
 */
async function fuzzable(): Promise<Document> {
  const text = await readFile(join(import.meta.dirname, "../../../specs/apptest.openapi.yaml"), "utf8");
  const document = parse(text) as Document;
  const post = document.paths["/openapi/v2/testset"]!.post;
  const disposition = { schema: { type: "string" }, example: 'form-data; name="app_file"; filename="app.apk"' };
  Object.assign(post.requestBody.content["multipart/form-data"]!, {
    encoding: { app_file: { headers: { "Content-Disposition": disposition } } },
  });
  Object.assign(document.components.schemas.RunTestsetBody.properties.app_file, { minLength: 1 });
  const parameters = { testset_id: "$response.body#/data/testset_id" };
  Object.assign((post.responses as Record<"200", object>)["200"], {
    links: {
      status: { operationId: "getTestset", parameters },
      result: { operationId: "getTestsetResult", parameters },
    },
  });
  return document;
}
