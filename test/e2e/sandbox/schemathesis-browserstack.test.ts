import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../stage/peer.ts";
import { fuzz, schemathesis } from "./schemathesis.ts";

requirePeer("schemathesis", [schemathesis, "--version"])("schemathesis, given the description of BrowserStack", () => {
  let sandbox: Sandbox;

  beforeAll(async () => {
    // So fast that a build is over at the next request, however soon it comes: results are fuzzed too, and there is room for
    // every build. So is the minute in which five uploads are allowed.
    sandbox = await startSandbox({ port: 0, speed: 20_000_000 });
  });
  afterAll(() => sandbox.close());

  it("finds no 5xx and no answer outside the specification, with all checks", async () => {
    const spec = await fuzzable();
    const options = "--checks all --max-examples 15 --seed 1 --continue-on-failure --no-color";
    const { code, output } = await fuzz(spec, sandbox.url, options);
    expect(code, output).toBe(0);
    const operations = Object.values(spec.paths).flatMap((path) => ["get", "post"].filter((method) => method in path));
    expect(output).toMatch(new RegExp(`Operations:\\s+${operations.length} selected / ${operations.length} total`));
    // Files were received and builds were started, not only refused.
    expect(sandbox.journal.filter(({ kind }) => kind === "upload").length, output).toBeGreaterThan(10);
    expect(sandbox.starts(), output).toBeGreaterThan(20);
  });
});

interface Operation {
  readonly responses: Record<string, object>;
}

interface Document {
  readonly paths: Record<string, Record<"get" | "post", Operation>>;
  readonly components: {
    readonly requestBodies: {
      readonly Upload: {
        readonly content: {
          readonly "multipart/form-data": { readonly schema: { readonly properties: { readonly file: object } } };
        };
      };
    };
    readonly schemas: { readonly BuildRequest: { readonly properties: Record<string, object> } };
  };
}

/**
 * Returns the specification with what the fuzzer needs to get beyond a refusal: files with a name that are not empty,
 * addresses instead of a `custom_id` that nobody has uploaded, no rerun of a build that does not exist, not more sessions
 * than a build can have, and the requests that return the ids for the others.
 */
async function fuzzable(): Promise<Document> {
  const text = await readFile(join(import.meta.dirname, "../../../specs/browserstack.openapi.yaml"), "utf8");
  const document = parse(text) as Document;
  const disposition = { schema: { type: "string" }, example: 'form-data; name="file"; filename="app.apk"' };
  const { schema } = document.components.requestBodies.Upload.content["multipart/form-data"];
  Object.assign(schema.properties.file, { minLength: 1 });
  Object.assign(document.components.requestBodies.Upload.content["multipart/form-data"], {
    encoding: { file: { headers: { "Content-Disposition": disposition } } },
  });
  const { properties } = document.components.schemas.BuildRequest;
  for (const name of ["app", "testSuite"])
    Object.assign(properties[name]!, { pattern: "^bs://[A-Za-z0-9_.-]{1,200}$" });
  delete properties["testOrchestrationOptions"];
  const shards = { type: "integer", minimum: 1, maximum: 100 };
  Object.assign(properties["shards"]!, { properties: { numberOfShards: shards } });
  properties["devices"] = { type: "array", minItems: 1, maxItems: 100, items: { type: "string", minLength: 1 } };
  const root = "/app-automate/{framework}/v2";
  const answerOf = (path: string, method: "get" | "post"): object => document.paths[path]![method].responses["200"]!;
  const framework = "$request.path.framework";
  // The two starts share an answer, so each gets one of its own.
  for (const [path, of] of Object.entries({
    [`${root}/build`]: framework,
    "/app-automate/maestro/v2/{platform}/build": "maestro",
  }))
    document.paths[path]!.post.responses["200"] = {
      ...(parse(text) as { components: { responses: Record<"Started", object> } }).components.responses.Started,
      links: {
        build: { operationId: "getBuild", parameters: { framework: of, build_id: "$response.body#/build_id" } },
      },
    };
  const session = {
    framework,
    build_id: "$request.path.build_id",
    session_id: "$response.body#/devices/0/sessions/0/id",
  };
  Object.assign(answerOf(`${root}/builds/{build_id}`, "get"), {
    links: {
      session: { operationId: "getSession", parameters: session },
      report: { operationId: "getReport", parameters: session },
    },
  });
  return document;
}
