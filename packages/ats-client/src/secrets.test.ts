import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { type Answer, fault, localService, runJobAnswer, xml } from "../test/local-service.ts";
import { type AtsClientOptions, AtsRefusedError, createAtsClient } from "./index.ts";

const apiToken = "t0ken&<secret>";
const password = "pässwörd'1";
const job = { AppID: "app", JobTemplateID: "template" };
const forms = [apiToken, password].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString("base64"),
  secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
]);
const escaped = forms.at(3) as string;
const everythingOf = (error: unknown): string =>
  [
    inspect(error, { depth: Infinity, showHidden: true }),
    (error as Error).stack,
    JSON.stringify(error),
    String(error),
  ].join("\n");

describe("no error shows the token, the password or the request", () => {
  const echo =
    (status: number, wrap: (body: string) => string): Answer =>
    (response, { body }) =>
      xml(wrap(body.replaceAll("&", "&amp;").replaceAll("<", "&lt;")), status)(response);
  const raw = (status: number, body: string): Answer => xml(body, status);

  it.each([
    [
      "a Fault that echoes the secrets",
      raw(500, fault(`<faultcode>${escaped}</faultcode><faultstring>${escaped} ${password}</faultstring>`)),
      {},
    ],
    ["an element named after the password", raw(200, runJobAnswer(`<${password.slice(0, -2)} a="${escaped}"/>`)), {}],
    ["a boolean that is the token", raw(200, runJobAnswer(`<Started>${escaped}</Started>`)), {}],
    ["an unreadable page that echoes the request", echo(200, (body) => `<html>${body}</html>`), {}],
    ["an HTTP error that echoes the request", echo(502, (body) => body), {}],
    [
      "a redirect to an address with the token",
      xml("", 307, { location: `http://127.0.0.1/${encodeURIComponent(apiToken)}` }),
      {},
    ],
    ["a timeout", () => {}, { timeoutMs: 100 }],
    ["an answer that is too large", raw(200, " ".repeat(5000)), { maxResponseBytes: 1000 }],
    ["a connection that is cut", (response) => void response.destroy(), {}],
  ] satisfies [string, Answer, Partial<AtsClientOptions>][])("%s", async (_, answer, options) => {
    await using service = await localService(answer);
    const ats = createAtsClient({ apiToken, password, baseUrl: service.url, ...options });
    const error = await ats.runJob(job).catch((error: unknown) => error);
    expect(error).toBeInstanceOf(Error);
    expect(service.received[0]?.body).toContain(escaped);
    for (const form of forms) expect(everythingOf(error)).not.toContain(form);
    expect(everythingOf(error)).not.toMatch(/soap:Envelope|JobTemplateID/);
  });

  it("a fetch that throws its whole request", async () => {
    const fetch = async (url: unknown, init?: { body?: unknown }): Promise<Response> => {
      const cause = Object.assign(new Error(`cannot send ${String(init?.body)}`), {
        code: "EX",
        config: { url, ...init },
      });
      throw Object.assign(new TypeError("fetch failed", { cause }), { request: init });
    };
    const error = await createAtsClient({ apiToken, password, fetch })
      .runJob(job)
      .catch((error: unknown) => error);
    expect(error).toMatchObject({ code: "ats-transport", certainlyNotSent: false, cause: { cause: { code: "EX" } } });
    for (const form of forms) expect(everythingOf(error)).not.toContain(form);
  });

  it("a part of a long token in a message that is cut", async () => {
    const long = Array.from({ length: 200 }, (_, index) => `part${index}`).join("-");
    for (const body of [
      runJobAnswer(`<Started>${long}</Started>`),
      runJobAnswer(`<${long}/>`),
      fault(`<faultstring>${"x".repeat(990)}${long}</faultstring>`),
    ]) {
      await using service = await localService(body);
      const call = createAtsClient({ apiToken: long, baseUrl: service.url }).runJob(job);
      const error = await call.catch((error: unknown) => error);
      expect(error).toBeInstanceOf(Error);
      expect(everythingOf(error)).not.toContain("part0");
    }
  });

  it("options that are refused", () => {
    expect.assertions(forms.length + 1);
    try {
      createAtsClient({ apiToken: `${apiToken}\u0000`, password: `${password}\u0000` });
    } catch (error) {
      expect(error).toMatchObject({ code: "ats-input" });
      for (const form of forms) expect(everythingOf(error)).not.toContain(form);
    }
  });

  it("the client itself", () => {
    const ats = createAtsClient({ apiToken, password });
    for (const form of forms) expect(inspect(ats, { depth: Infinity, showHidden: true })).not.toContain(form);
  });

  it("but the documented user of the cloud, which is not secret, stays in a message", async () => {
    await using service = await localService(xml(fault("<faultstring>No user ATSAPIUser</faultstring>"), 500));
    const error = await createAtsClient({ apiToken, baseUrl: service.url })
      .runJob(job)
      .catch((error: unknown) => error);
    expect(error).toBeInstanceOf(AtsRefusedError);
    expect(error).toMatchObject({ faultString: "No user ATSAPIUser" });
  });

  it("the output of DEBUG=*", () => {
    const index = join(import.meta.dirname, "index.ts");
    const program = `
      import { createAtsClient } from ${JSON.stringify(index)};
      const fetch = async () => new Response("<a/>", { headers: { "content-type": "text/xml" } });
      const ats = createAtsClient({ apiToken: "sEcReT", password: "sEcReT", fetch });
      await ats.runJob({ AppID: "sEcReT", JobTemplateID: "sEcReT" }).catch((error) => console.log(error.code));`;
    const args = ["--conditions=remotest-source", "--input-type=module", "-e", program];
    const env = { ...process.env, DEBUG: "*", NODE_DEBUG: "" };
    const { stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8", env });
    expect(stdout.trim(), stderr).toBe("ats-unreadable");
    expect(stderr).not.toContain("sEcReT");
  });
});
