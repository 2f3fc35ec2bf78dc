import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { truncate } from "node:fs/promises";
import { Agent, createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { randomFile, sha256 } from "../../test/app-file.ts";
import { selfSigned } from "../../test/certificate.ts";
import { converse, listening, rawAnswer, serve, started } from "../../test/service.ts";
import { ApptestTransportError, createApptestClient } from "../index.ts";

const data = { pid: 509, testset_name: 'Nightly "quoted" 테스트' };
const access = { userId: "user", accessKey: "k3y-secret" };

describe("the request on the wire", { timeout: 30_000 }, () => {
  test("is exactly the same as curl's: head, parts, order, names, bytes", async () => {
    await using app = await randomFile("my app.apk", 3_500_000);
    let head = "";
    const chunks: Buffer[] = [];
    await using peer = await converse((socket, theHead, rest) => {
      head = theHead;
      const length = Number(/content-length: (\d+)/i.exec(theHead)?.[1]);
      let size = rest.length;
      socket.on("data", (chunk: Buffer) => {
        chunks.push(chunk);
        size += chunk.length;
        if (size >= length) socket.end(rawAnswer("200 OK", JSON.stringify(started)));
      });
      socket.write("HTTP/1.1 100 Continue\r\n\r\n");
    });

    const client = createApptestClient({ ...access, baseUrl: peer.url });
    const answer = await client.runTestset({
      appFile: app.path,
      data: { use_vo: false, ...data, time_limit: 5, credentials: { login_id: "me", login_pw: "pw" } },
    });

    expect(answer).toEqual({ testsetId: 251929, testCount: 3 });
    const [requestLine, ...headers] = head.split("\r\n");
    const boundary = /boundary=(\S+)/.exec(head)?.[1] ?? "none";
    const body = Buffer.concat(chunks);
    expect(requestLine).toBe("POST /openapi/v2/testset HTTP/1.1");
    expect(headers.toSorted()).toEqual(
      [
        "Connection: close",
        `Host: ${new URL(peer.url).host}`,
        "accept: application/json",
        "accept-encoding: identity",
        "authorization: Basic dXNlcjprM3ktc2VjcmV0",
        `content-length: ${body.length}`,
        `content-type: multipart/form-data; boundary=${boundary}`,
        "expect: 100-continue",
      ]
        .map((line) => line.replace("Connection", "connection"))
        .toSorted(),
    );
    const before =
      `--${boundary}\r\nContent-Disposition: form-data; name="app_file"; filename="my app.apk"\r\n` +
      "Content-Type: application/octet-stream\r\n\r\n";
    const after =
      `\r\n--${boundary}\r\nContent-Disposition: form-data; name="data"\r\n\r\n` +
      '{"pid":509,"testset_name":"Nightly \\"quoted\\" 테스트","time_limit":5,"use_vo":false,' +
      `"credentials":{"login_id":"me","login_pw":"pw"}}\r\n--${boundary}--\r\n`;
    expect(body.subarray(0, before.length).toString()).toBe(before);
    expect(sha256(body.subarray(before.length, before.length + app.bytes.length))).toBe(sha256(app.bytes));
    expect(body.subarray(before.length + app.bytes.length).toString()).toBe(after);
  });

  test.each([1, 2 ** 20 - 1, 2 ** 20, 2 ** 20 + 1, 2 ** 21, 5 * 2 ** 20 + 7])("a file of %i bytes", async (size) => {
    await using app = await randomFile("app.ipa", size);
    await using peer = await serve(() => ({ json: started }));
    const progress: [number, number][] = [];
    await createApptestClient({ ...access, baseUrl: `${peer.url}/gateway/` }).runTestset(
      { appFile: app.path, data },
      { onProgress: (sent, total) => progress.push([sent, total]) },
    );
    const [request] = peer.received;
    expect(request?.path).toBe("/gateway/openapi/v2/testset");
    expect(request?.body.includes(app.bytes)).toBe(true);
    expect(request?.body.length).toBe(Number(request?.headers["content-length"]));
    expect(progress.at(-1)).toEqual([size, size]);
    expect(progress).toHaveLength(Math.ceil(size / 2 ** 20));
    expect(progress.map(([sent]) => sent)).toEqual(progress.map(([sent]) => sent).toSorted((a, b) => a - b));
  });

  test("arrives whole at a peer that reads in bursts, over TLS", async () => {
    await using app = await randomFile("app.xapk", 9_000_000);
    const certificate = selfSigned();
    const hash = createHash("sha256");
    const server = createTlsServer(certificate, (request, response) => {
      let size = 0;
      request.on("data", (chunk: Buffer) => {
        const from = size;
        size += chunk.length;
        hash.update(
          chunk.subarray(Math.max(0, head(request.headers) - from), app.bytes.length + head(request.headers) - from),
        );
        if (Math.floor(size / 1e6) === Math.floor(from / 1e6)) return;
        request.pause();
        setTimeout(() => request.resume(), 20);
      });
      request.on("end", () => response.end(JSON.stringify(started)));
    });
    await using peer = await listening(server, "https");
    const agent = new Agent({ ca: certificate.cert });
    await createApptestClient({ ...access, baseUrl: peer.url, agent }).runTestset({ appFile: app.path, data });
    expect(hash.digest("hex")).toBe(sha256(app.bytes));
  });

  test("waits only one second for a silent server before the body is sent", async () => {
    await using app = await randomFile("app.apk", 1000);
    const asked: number[] = [];
    await using peer = await converse((socket) => {
      asked.push(performance.now());
      socket.once("data", () => {
        asked.push(performance.now());
        setTimeout(() => socket.end(rawAnswer("200 OK", JSON.stringify(started))), 100);
      });
    });
    await createApptestClient({ ...access, baseUrl: peer.url }).runTestset({ appFile: app.path, data });
    const [head = 0, body = 0] = asked;
    expect(body - head).toBeGreaterThan(800);
    expect(body - head).toBeLessThan(4000);
  });
});

describe("an early answer", { timeout: 30_000 }, () => {
  test("401 costs no byte of the body", async () => {
    await using app = await randomFile("app.apk", 3_000_000);
    let bodyBytes = 0;
    let closed: Promise<unknown> | undefined;
    await using peer = await converse((socket, _, rest) => {
      bodyBytes += rest.length;
      closed = new Promise((resolve) => socket.once("close", resolve));
      socket.on("data", (chunk: Buffer) => (bodyBytes += chunk.length));
      socket.write(rawAnswer("401 Unauthorized", "Unauthorized", "content-type: text/plain"));
    });
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    await expect(client.runTestset({ appFile: app.path, data })).rejects.toMatchObject({
      name: "ApptestHttpError",
      code: "apptest-http",
      httpStatus: 401,
      hint: "Check the user id and the access key.",
    });
    await closed;
    expect(bodyBytes).toBe(0);
  });

  test.each(["leaves the connection open", "cuts the connection"])(
    "in the middle of the upload is read: the peer %s",
    async (how) => {
      await using app = await randomFile("app.apk", 20_000_000);
      const refusal = JSON.stringify({
        result_code: 4052,
        result_msg: "Invalid Request Parameter",
        reason: "(project_id : 509)",
      });
      await using peer = await converse((socket) => {
        let size = 0;
        socket.on("data", (chunk: Buffer) => {
          size += chunk.length;
          if (size < 2_000_000 || socket.isPaused()) return;
          socket.pause();
          socket.write(rawAnswer("400 Bad Request", refusal), () => {
            if (how.startsWith("cuts")) setTimeout(() => socket.destroy(), 50);
          });
        });
        socket.write("HTTP/1.1 100 Continue\r\n\r\n");
      });
      const begun = performance.now();
      await expect(
        createApptestClient({ ...access, baseUrl: peer.url }).runTestset({ appFile: app.path, data }),
      ).rejects.toMatchObject({ code: "apptest-refused", resultCode: 4052 });
      expect(performance.now() - begun).toBeLessThan(10_000);
    },
  );
});

describe("a file that changes while it is being sent", { timeout: 30_000 }, () => {
  test.each([
    ["shrinks", (path: string) => truncate(path, 1_500_000)],
    ["grows", (path: string) => truncate(path, 40_000_000)],
  ])("is never sent completely: it %s", async (_, change) => {
    await using app = await randomFile("app.apk", 30_000_000);
    let lastBytes = "";
    let requests = 0;
    let closed: Promise<unknown> | undefined;
    await using peer = await converse((socket) => {
      requests += 1;
      closed = new Promise((resolve) => socket.once("close", resolve));
      socket.on("data", (chunk: Buffer) => (lastBytes = chunk.subarray(-200).toString("latin1")));
      socket.once("data", () => {
        socket.pause();
        void change(app.path).then(() => setTimeout(() => socket.resume(), 50));
      });
      socket.write("HTTP/1.1 100 Continue\r\n\r\n");
    });
    const error: unknown = await createApptestClient({ ...access, baseUrl: peer.url })
      .runTestset({ appFile: app.path, data })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ApptestTransportError);
    expect(error).toMatchObject({ code: "apptest-file-changed", certainlyNotSent: false });
    await closed;
    expect(lastBytes).not.toContain("testset_name");
    expect(requests).toBe(1);
  });
});

test("an upload of 256 MiB needs little memory", { timeout: 60_000 }, async () => {
  let size = 0;
  await using peer = await converse((socket, head) => {
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    socket.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size >= length) socket.end(rawAnswer("200 OK", JSON.stringify(started)));
    });
    socket.write("HTTP/1.1 100 Continue\r\n\r\n");
  });
  const script = join(import.meta.dirname, "../../test/upload-memory.ts");
  const child = spawn(process.execPath, ["--conditions=remotest-source", script, peer.url], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  for await (const chunk of child.stdout.setEncoding("utf8")) output += String(chunk);
  const { sent, peakMB } = JSON.parse(output) as { sent: number; peakMB: number };
  expect(sent).toBe(256 * 2 ** 20);
  expect(size).toBeGreaterThan(sent);
  expect(peakMB).toBeLessThan(130);
});

/** The bytes of the form before the file. */
function head(headers: { "content-type"?: string | undefined }): number {
  const boundary = /boundary=(\S+)/.exec(headers["content-type"] ?? "")?.[1] ?? "";
  return `--${boundary}\r\nContent-Disposition: form-data; name="app_file"; filename="app.xapk"\r\nContent-Type: application/octet-stream\r\n\r\n`
    .length;
}
