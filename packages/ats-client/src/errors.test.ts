import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { type Answer, fault, localService, xml } from "../test/local-service.ts";
import { createAtsClient } from "./index.ts";
import { good, job, outcome, started } from "./exchange.fixture.ts";

describe("AtsRefusedError", () => {
  it.each([500, 400, 401, 200])("contains the Fault of a %d", async (status) => {
    const content =
      "<faultcode>soap:Client</faultcode><faultstring>Access denied</faultstring><detail><a b='c'/></detail>";
    expect(await outcome(xml(fault(content), status))).toMatchObject({
      name: "AtsRefusedError",
      failure: "refused",
      message: "The service refused: Access denied",
      faultCode: "soap:Client",
      faultString: "Access denied",
      httpStatus: status,
    });
  });
});

describe("AtsHttpError", () => {
  it.each([
    [401, /username and password/],
    [404, /base URL/],
    [500, /later/],
  ])("says what to do about a %d", async (status, hint) => {
    const error = await outcome(xml("", status, { "content-type": "text/html" }));
    expect(error).toMatchObject({ httpStatus: status, hint: expect.stringMatching(hint) as string });
  });

  it.each([
    ["7", 7],
    ["0", 0],
    ["in a minute and a half", 90],
    ["Wed, 21 Oct 2015 07:28:00 GMT", 0],
    ["soon", undefined],
    ["-3", undefined],
  ])("reads Retry-After %j as seconds", async (given, seconds) => {
    const header = seconds === 90 ? new Date(Date.now() + 90_000).toUTCString() : given;
    const error = await outcome(xml("busy", 503, { "retry-after": header, "content-type": "text/plain" }));
    expect(error).toMatchObject({ name: "AtsHttpError", httpStatus: 503 });
    const { retryAfterS } = error as { retryAfterS: number | undefined };
    if (seconds === undefined) expect(retryAfterS).toBeUndefined();
    else if (seconds === 90) expect(Math.abs((retryAfterS ?? NaN) - 80)).toBeLessThanOrEqual(11);
    else expect(retryAfterS).toBe(seconds);
  });

  it.each([429, 502, 503, 504])("is what a %d is, a Fault inside or not", async (status) => {
    expect(await outcome(xml(fault("<faultstring>Busy</faultstring>"), status))).toMatchObject({
      code: "ats-http",
      httpStatus: status,
      retryAfterS: undefined,
    });
  });
});

describe("AtsTransportError", () => {
  it("has its own kind of failure for a proxy that refuses", async () => {
    const refusal = Object.assign(new Error("The proxy refused: 407"), { code: "ERR_PROXY_REFUSED" });
    const ats = createAtsClient({ apiToken: "s3cret-token", fetch: () => Promise.reject(refusal) });
    await expect(ats.runJob(job)).rejects.toMatchObject({
      code: "ats-transport",
      failure: "proxy-refused",
      hint: expect.stringContaining("the password of the proxy") as string,
    });
  });

  it("says that nothing was sent if the connection is refused", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    const ats = createAtsClient({ apiToken: "s3cret-token", baseUrl: `http://127.0.0.1:${port}` });
    await expect(ats.runJob(job)).rejects.toMatchObject({
      name: "AtsTransportError",
      code: "ats-transport",
      failure: "transport",
      certainlyNotSent: true,
      cause: { cause: { code: "ECONNREFUSED" } },
    });
  });

  it.each([
    ["before its answer", (response) => void response.destroy()],
    [
      "inside its answer",
      (response) =>
        void response
          .writeHead(200, { "content-type": "text/xml", "content-length": "999" })
          .write(good.slice(0, -9), () => response.destroy()),
    ],
  ] satisfies [string, Answer][])("does not say so when the service hangs up %s", async (_, answer) => {
    expect(await outcome(answer)).toMatchObject({ code: "ats-transport", certainlyNotSent: false });
  });

  it.each([
    [
      "the service hangs up before the length it gave",
      (response) =>
        void response
          .writeHead(200, { "content-type": "text/xml", "content-length": "999" })
          .write(good, () => response.destroy()),
    ],
    [
      "the service gives no length and falls silent",
      (response) => void response.writeHead(200, { "content-type": "text/xml" }).write(good),
    ],
  ] satisfies [string, Answer][])("does not lose the run if the envelope is complete and %s", async (_, answer) => {
    expect(await outcome(answer)).toEqual(started);
  });

  it.each([301, 302, 303, 307, 308])(
    "is the error for a %d, and the credentials are not sent elsewhere",
    async (status) => {
      await using elsewhere = await localService(good);
      const error = await outcome(xml("", status, { location: `${elsewhere.url}/ws/RunJob` }));
      expect(error).toMatchObject({ code: "ats-transport", failure: "redirect", certainlyNotSent: false });
      expect(elsewhere.received).toEqual([]);
    },
  );
});

describe("AtsTimeoutError", () => {
  it.each([
    ["says nothing", () => {}],
    [
      "drips its body",
      (response) => {
        response.writeHead(200, { "content-type": "text/xml" });
        const timer = setInterval(() => response.write(" "), 20);
        response.on("close", () => clearInterval(timer));
      },
    ],
  ] satisfies [string, Answer][])("ends an exchange in which the service %s", async (_, answer) => {
    const start = performance.now();
    expect(await outcome(answer, { timeoutMs: 300 })).toMatchObject({ code: "ats-timeout", failure: "timeout" });
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
