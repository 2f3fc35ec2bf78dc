import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { randomFile } from "../../test/app-file.ts";
import { converse, serve, started } from "../../test/service.ts";
import { createApptestClient } from "../index.ts";

const data = { pid: 509, testset_name: "Nightly" };
const access = { userId: "user", accessKey: "k3y-secret", maxResponseBytes: 2 ** 16 };
const json = JSON.stringify(started);

/** Returns the outcome of a start if the peer answers these bytes and then ends or resets the connection. */
async function startedBy(bytes: Buffer | string, end: "ends" | "is reset" | "stays open" = "ends"): Promise<unknown> {
  await using app = await randomFile("app.apk", 100);
  await using peer = await converse((socket, head, rest) => {
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    let size = rest.length;
    socket.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size < length) return;
      if (end === "stays open") return socket.write(bytes);
      return socket.write(bytes, () =>
        setTimeout(() => (end === "ends" ? socket.end() : socket.resetAndDestroy()), 20),
      );
    });
    socket.write("HTTP/1.1 100 Continue\r\n\r\n");
  });
  return await createApptestClient({ ...access, baseUrl: peer.url })
    .runTestset({ appFile: app.path, data })
    .catch((error: unknown) => error);
}

function answer(status: string, body: Buffer | string, headers: string): Buffer {
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status}\r\n${headers}\r\n\r\n`), Buffer.from(body)]);
}

const known = { testsetId: 251929, testCount: 3 };

test("an answer with complete JSON names the run, even if the connection stays open and silent", async () => {
  const bytes = answer("200 OK", json, "content-length: 5000");
  expect(await startedBy(bytes, "stays open")).toEqual(known);
});

describe.each(["ends", "is reset"] as const)(
  "an answer with complete JSON, after which the connection %s early",
  (end) => {
    test.each([
      { title: "before its length", bytes: answer("200 OK", json, "content-length: 5000") },
      {
        title: "before its last chunk",
        bytes: answer("200 OK", `${json.length.toString(16)}\r\n${json}\r\n`, "transfer-encoding: chunked"),
      },
    ])("$title, names the run", async ({ bytes }) => {
      expect(await startedBy(bytes, end)).toEqual(known);
    });

    test.each([1, 10, json.length - 1])("but not one of which only %i characters came", async (length) => {
      expect(await startedBy(answer("200 OK", json.slice(0, length), "content-length: 5000"), end)).toMatchObject({
        code: "apptest-transport",
        certainlyNotSent: false,
        message: expect.stringContaining("cut off") as string,
      });
    });
  },
);

test.each([403, 429, 503])("a %i to all of the upload that is cut off is of unknown fate", async (status) => {
  expect(await startedBy(answer(`${status} X`, "<html>", "content-length: 50"))).toMatchObject({
    code: "apptest-transport",
    certainlyNotSent: false,
  });
});

describe("an answer that is compressed without a request for it", () => {
  test.each([
    { encoding: "gzip", pack: gzipSync },
    { encoding: "X-GZIP", pack: gzipSync },
    { encoding: "deflate", pack: deflateSync },
    { encoding: "br", pack: brotliCompressSync },
    { encoding: "identity", pack: (text: string) => Buffer.from(text) },
  ])("as $encoding names the run", async ({ encoding, pack }) => {
    expect(await startedBy(answer("200 OK", pack(json), `content-encoding: ${encoding}`))).toEqual(known);
  });

  const rows: readonly { title: string; body: Buffer | string; encoding: string; wanted: object }[] = [
    {
      title: "a bomb",
      body: gzipSync(Buffer.alloc(2 ** 20)),
      encoding: "gzip",
      wanted: { code: "apptest-unreadable", message: "The answer is larger than 65536 bytes" },
    },
    {
      title: "not compressed as it says",
      body: json,
      encoding: "gzip",
      wanted: { code: "apptest-transport", certainlyNotSent: false },
    },
    {
      title: "in a way that is not known",
      body: json,
      encoding: "zstd",
      wanted: { code: "apptest-transport", certainlyNotSent: false },
    },
  ];
  test.each(rows)("$title", async ({ body, encoding, wanted }) => {
    expect(await startedBy(answer("200 OK", body, `content-encoding: ${encoding}`))).toMatchObject(wanted);
  });

  test.each(["gzip", "zstd"])(
    "a refusal that cannot be decompressed (%s) is a refusal by its status",
    async (encoding) => {
      const bytes = answer("401 Unauthorized", "plain", `content-encoding: ${encoding}`);
      expect(await startedBy(bytes)).toMatchObject({ code: "apptest-http", httpStatus: 401 });
    },
  );
});

describe("an answer to a start with an id that cannot be read is an unknown start", () => {
  test.each([
    { title: "cut off", text: json.slice(0, json.indexOf("251929") + 3) },
    { title: "cut off before it", text: json.slice(0, json.indexOf("251929")) },
    { title: "beside a key that occurs twice", text: json.replace("}", '},"result_code":0') },
    { title: "without data", text: '{"testset_id":251929,"result_code":8000}' },
    { title: "in a list", text: '{"data":[{"testset_id":251929}],"result_code":8000}' },
    { title: "as another text", text: '{"data":{"testset_id":"TS-1"},"result_code":8000}' },
    { title: "as a fraction", text: '{"data":{"testset_id":"251929.0"},"result_code":8000}' },
    {
      title: "twice, above 2^53",
      text: '{"data":{"testset_id":92519290000000000001,"x":{"testset_id":1}},"result_code":8000}',
    },
    { title: "inside a text", text: JSON.stringify({ result_code: 8000, reason: json }) },
  ])("$title", async ({ text }) => {
    for (const status of [200, 400, 429, 503]) {
      await using app = await randomFile("app.apk", 10);
      await using peer = await serve(() => ({ status, text }));
      const client = createApptestClient({ ...access, baseUrl: peer.url });
      await expect(client.runTestset({ appFile: app.path, data })).rejects.toMatchObject({
        code: "apptest-unreadable",
      });
    }
  });

  test.each(["gzip", "zstd"])("in a 429 that cannot be decompressed (%s)", async (encoding) => {
    expect(await startedBy(answer("429 Busy", json, `content-encoding: ${encoding}`))).toMatchObject({
      code: "apptest-transport",
      certainlyNotSent: false,
    });
  });

  test.each([
    '{"data":{"testset_id":null},"result_code":8000}',
    '{"data":{"testset_id": ""},"result_code":8000}',
    '{"data":{"testset_id":0},"result_code":8000}',
    '{"data":{},"result_code":8000,"reason":"Invalid request parameter : (testset_id: 55716)"}',
  ])("but not an answer without an id: %s", async (text) => {
    await using app = await randomFile("app.apk", 10);
    await using peer = await serve(() => ({ text }));
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    await expect(client.runTestset({ appFile: app.path, data })).rejects.toMatchObject({ resultCode: 8000 });
  });
});

describe("an answer to a start that contradicts itself proves neither", () => {
  test.each([
    { result: "success", result_code: 8000 },
    { result_code: 0, errorCode: 8000 },
    { result_code: "0", error_code: 4050 },
    { result_code: 8000, errorCode: 5002 },
    { result: "fail", result_code: 0 },
  ])("%j", async (body) => {
    for (const status of [200, 404, 429, 503]) {
      await using app = await randomFile("app.apk", 10);
      await using peer = await serve(() => ({ status, json: body }));
      const client = createApptestClient({ ...access, baseUrl: peer.url });
      await expect(client.runTestset({ appFile: app.path, data })).rejects.toMatchObject({
        code: "apptest-unreadable",
      });
    }
  });

  test("but a repeated refusal is one refusal", async () => {
    await using app = await randomFile("app.apk", 10);
    await using peer = await serve(() => ({ json: { result: "fail", result_code: 4050, errorCode: "4050" } }));
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    await expect(client.runTestset({ appFile: app.path, data })).rejects.toMatchObject({ resultCode: 4050 });
  });
});
