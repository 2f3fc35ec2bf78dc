import { describe, expect, test } from "vitest";
import { randomFile } from "../test/app-file.ts";
import { converse, type ServedAnswer, rawAnswer, serve, started, success } from "../test/service.ts";
import { access, data, running } from "../test/testset.ts";
import { thrown } from "../test/thrown.ts";
import { ApptestError, createApptestClient } from "./index.ts";

const result = success({ complete: true, result_xml: "<testsuites/>", result_html: "", result_json: "{}" });

describe("the calls without a file", () => {
  test("getTestset requests the status of the testset", async () => {
    await using peer = await serve(() => ({ json: running }));
    const client = createApptestClient({ ...access, baseUrl: `${peer.url}/` });
    expect(await client.getTestset(55716)).toEqual(running.data);
    expect(peer.received).toMatchObject([
      { method: "GET", path: "/openapi/v2/testset/55716", headers: { authorization: "Basic dXNlcjprM3ktczNjcmV0" } },
    ]);
  });

  test("getTestsetResult requests the results", async () => {
    await using peer = await serve(() => ({ json: result }));
    const client = createApptestClient({ ...access, baseUrl: `${peer.url}/gateway` });
    expect(await client.getTestsetResult(55716)).toEqual(result.data);
    expect(peer.received[0]).toMatchObject({ method: "GET", path: "/gateway/openapi/v2/testset/55716/result" });
    expect(peer.received[0]?.headers.authorization).toBe("Basic dXNlcjprM3ktczNjcmV0");
  });

  test("use the given fetch", async () => {
    const asked: string[] = [];
    const client = createApptestClient({
      ...access,
      fetch: async (url, { method, headers }) => {
        asked.push(`${method} ${url} ${headers["authorization"]} ${headers["accept"]}`);
        return Response.json(running);
      },
    });
    await client.getTestset(7);
    expect(asked).toEqual([
      "GET https://api.apptest.ai/openapi/v2/testset/7 Basic dXNlcjprM3ktczNjcmV0 application/json",
    ]);
  });

  test.each([0, -1, 1.5, Number.NaN, Number.MAX_VALUE])(
    "the testset id %s is refused before anything is sent",
    async (id) => {
      await using peer = await serve(() => ({ json: running }));
      const client = createApptestClient({ ...access, baseUrl: peer.url });
      await expect(client.getTestset(id)).rejects.toMatchObject({ code: "apptest-input" });
      await expect(client.getTestsetResult(id)).rejects.toMatchObject({ code: "apptest-input" });
      expect(peer.received).toEqual([]);
    },
  );
});

describe("each failure has its own class, for every call", () => {
  const html = "<html><title>502 Bad Gateway</title>nginx</html>";
  const failures: readonly (readonly [string, ServedAnswer, object])[] = [
    [
      "a documented code with status 200",
      {
        json: { result_code: 8000, result_msg: "System Maintenance", reason: "Back soon" },
        headers: { "retry-after": "120" },
      },
      {
        name: "ApptestRefusedError",
        code: "apptest-refused",
        failure: "refused",
        resultCode: 8000,
        resultMessage: "System Maintenance",
        reason: "Back soon",
        httpStatus: 200,
        retryAfterS: 120,
        message: "The service refused with code 8000 (System Maintenance: Back soon)",
        hint: "The service is under maintenance: try again later.",
      },
    ],
    [
      "a code with an error status",
      { status: 400, json: { result_code: "4000", result_msg: 0, reason: "" } },
      { name: "ApptestRefusedError", resultCode: 4000, resultMessage: "0", httpStatus: 400, retryAfterS: undefined },
    ],
    ["an undocumented code", { json: { result_code: 9999 } }, { name: "ApptestRefusedError", resultCode: 9999 }],
    ["401", { status: 401, text: "Unauthorized" }, { code: "apptest-http", failure: "status", httpStatus: 401 }],
    [
      "a gateway's page",
      { status: 502, text: html, headers: { "retry-after": "7" } },
      {
        name: "ApptestHttpError",
        httpStatus: 502,
        retryAfterS: 7,
        message: "The service answered HTTP 502: 502 Bad Gateway nginx",
      },
    ],
    ["a redirect", { status: 302, headers: { location: "/elsewhere" } }, { failure: "redirect", httpStatus: 302 }],
    ["a page with status 200", { text: html }, { code: "apptest-unreadable", failure: "unreadable" }],
    ["JSON that ends too early", { text: '{"data":{"testset_id":1' }, { name: "ApptestUnreadableError" }],
    ["an empty 200", { text: "" }, { name: "ApptestUnreadableError" }],
    ["data with other fields", { json: success({ hello: 1 }) }, { name: "ApptestUnreadableError" }],
    [
      "an answer that is too large",
      { text: " ".repeat(300_000) },
      { code: "apptest-unreadable", failure: "too-large" },
    ],
  ];

  test.each(failures)("%s", async (_, given, wanted) => {
    await using app = await randomFile("app.apk", 1000);
    await using peer = await serve(() => given);
    const client = createApptestClient({ ...access, baseUrl: peer.url, maxResponseBytes: 200_000 });
    const calls = [client.runTestset({ appFile: app.path, data }), client.getTestset(1), client.getTestsetResult(1)];
    for (const error of await Promise.all(calls.map(thrown))) {
      expect(error).toBeInstanceOf(ApptestError);
      expect(error).toMatchObject(wanted);
    }
    expect(peer.received, "each call sends one request, and no redirect is followed").toHaveLength(3);
  });

  test("a failed connection is a transport error, and certainly not sent", async () => {
    await using app = await randomFile("app.apk", 1000);
    const peer = await serve(() => ({ json: running }));
    await peer[Symbol.asyncDispose]();
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    const calls = [client.runTestset({ appFile: app.path, data }), client.getTestset(1)];
    for (const error of await Promise.all(calls.map(thrown))) {
      expect(error).toMatchObject({
        name: "ApptestTransportError",
        code: "apptest-transport",
        failure: "transport",
        certainlyNotSent: true,
        cause: { code: "ECONNREFUSED" },
      });
    }
  });

  test("a proxy that refuses has its own kind of failure", async () => {
    const refusal = Object.assign(new Error("The proxy refused: 407"), { code: "ERR_PROXY_REFUSED" });
    const client = createApptestClient({ ...access, fetch: () => Promise.reject(refusal) });
    expect(await thrown(client.getTestset(1))).toMatchObject({
      code: "apptest-transport",
      failure: "proxy-refused",
      hint: expect.stringContaining("the password of the proxy") as string,
    });
  });

  test.each([
    ["after the head", ""],
    ["within the answer", rawAnswer("200 OK", JSON.stringify(started)).slice(0, -10)],
  ])("a connection cut %s is a transport error, and may have been sent", async (_, partial) => {
    await using app = await randomFile("app.apk", 1000);
    let requests = 0;
    await using peer = await converse((socket) => {
      requests += 1;
      socket.write(partial, () => socket.destroy());
    });
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    const calls = [client.runTestset({ appFile: app.path, data }), client.getTestset(1)];
    for (const error of await Promise.all(calls.map(thrown))) {
      expect(error).toMatchObject({ name: "ApptestTransportError", certainlyNotSent: false });
    }
    expect(requests, "neither request is repeated").toBe(2);
  });
});
