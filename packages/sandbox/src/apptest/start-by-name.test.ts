import { createHash, randomBytes } from "node:crypto";
import { type IncomingMessage, request as httpRequest } from "node:http";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resultCodes } from "../generated/apptest.ts";
import { type Sandbox, startSandbox } from "../start-sandbox.ts";
import { app, authorization, data, refused, type Reply, sendParts } from "./start-request.fixture.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 100_000 });
});
afterAll(() => sandbox.close());

const start = (testset_name: string): Promise<Reply> => sendParts(sandbox.url, { data: { ...data, testset_name } });

describe("every code of the appendix", () => {
  const later = [5002, 5003, 6002, 6003];
  const codes = Object.keys(resultCodes).map(Number) as (keyof typeof resultCodes)[];
  it.each(codes.filter((code) => !later.includes(code)))(
    "%d is the answer to a start with this code in its name",
    async (code) => {
      const before = sandbox.starts();
      const { status, body } = await start(`code-${code}`);
      expect({ status, body }).toEqual(refused(code, "requested by the run's name"));
      expect(sandbox.starts()).toBe(before);
    },
  );

  it.each(later)("%d belongs to a later request, so a run with this code in its name starts", async (code) => {
    expect((await start(`code-${code}`)).status).toBe(200);
  });

  it("a code that is not documented is ignored", async () => {
    expect((await start("code-4099")).status).toBe(200);
  });
});

describe("a start while the service is in trouble", () => {
  it("is refused during maintenance, with a hint when to retry", async () => {
    const form = new FormData();
    form.append("app_file", app);
    form.append("data", JSON.stringify({ ...data, testset_name: "maintenance" }));
    const response = await fetch(`${sandbox.url}/openapi/v2/testset`, {
      method: "POST",
      headers: { authorization },
      body: form,
    });
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("1");
    expect(await response.json()).toMatchObject({ result_code: 8000 });
  });

  it("is refused for a project that does not exist: no-such in the name", async () => {
    const form = new FormData();
    form.append("app_file", app);
    form.append("data", JSON.stringify({ ...data, testset_name: "no-such project" }));
    const response = await fetch(`${sandbox.url}/openapi/v2/testset`, {
      method: "POST",
      headers: { authorization },
      body: form,
    });
    expect(await response.json()).toMatchObject({ result_code: 4052 });
  });

  it("loses its answer after the run was started", async () => {
    const before = sandbox.starts();
    await expect(start("lost-answer")).rejects.toThrow("fetch failed");
    expect(sandbox.starts()).toBe(before + 1);
  });

  it("whose upload breaks off starts nothing and does not count as an upload", async () => {
    const { length } = sandbox.journal;
    const before = sandbox.starts();
    const request = httpRequest(`${sandbox.url}/openapi/v2/testset`, {
      method: "POST",
      headers: { authorization, "content-type": "multipart/form-data; boundary=b", "content-length": 1_000_000 },
    });
    request.on("error", () => undefined);
    request.write('--b\r\ncontent-disposition: form-data; name="app_file"; filename="a.apk"\r\n\r\nPK');
    await new Promise((resolve) => setTimeout(resolve, 50));
    request.destroy();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sandbox.starts()).toBe(before);
    expect(sandbox.journal).toHaveLength(length);
  });
});

describe("a large upload", () => {
  it("is streamed without being kept in memory", async () => {
    const chunk = randomBytes(2 ** 20);
    const chunks = 256;
    const head = '--b\r\ncontent-disposition: form-data; name="app_file"; filename="a.apk"\r\n\r\n';
    const tail = `\r\n--b\r\ncontent-disposition: form-data; name="data"\r\n\r\n${JSON.stringify(data)}\r\n--b--\r\n`;
    const request = httpRequest(`${sandbox.url}/openapi/v2/testset`, {
      method: "POST",
      headers: { authorization, "content-type": "multipart/form-data; boundary=b" },
    });
    const answer = new Promise<IncomingMessage>((resolve, reject) => {
      request.on("response", resolve).on("error", reject);
    });
    const hash = createHash("sha256");
    const before = process.memoryUsage().rss;
    let most = 0;
    request.write(head);
    for (let sent = 0; sent < chunks; sent++) {
      hash.update(chunk);
      if (!request.write(chunk)) await new Promise((resolve) => request.once("drain", resolve));
      most = Math.max(most, process.memoryUsage().rss - before);
    }
    request.end(tail);
    expect(await text(await answer)).toContain('"result_code":0');
    expect(sandbox.journal.findLast(({ kind }) => kind === "upload")).toMatchObject({
      bytes: chunks * chunk.length,
      sha256: hash.digest("hex"),
    });
    expect(most).toBeLessThan(128 * 2 ** 20);
  });
});
