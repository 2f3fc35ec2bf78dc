import { type Provider, type ProviderConnection, UnknownStartError } from "@remotest/core";
import { describe, expect, it } from "vitest";
import { catchError, context, provider, secret } from "./redacted-provider.fixture.ts";
import { redactedProvider } from "./redacted-provider.ts";

describe("a reference that contains a secret, unless by chance, is neither printed nor kept", () => {
  const named = (ref: string, url?: string): Provider => ({
    ...provider({
      start: async () => ({ ref, name: `of ${secret}`, ...(url === undefined ? {} : { url }) }),
      rerun: async () => ({ ref }),
    }),
    startInputs: { appId: { type: "text", doc: "" }, key: { type: "text", doc: "", secret: true } },
  });
  const open = (ref: string, url?: string): ProviderConnection =>
    redactedProvider(named(ref, url), ["demo", secret, "p1n", "longer-key"]).connect(
      {},
      { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 },
    );
  const options = { appId: "demo", key: "p1n" };

  it.each([
    { ref: `mine:demo/${secret}` },
    { ref: "mine:demo/p1n" },
    { ref: "mine:demo/demo2/p1n" },
    { ref: "mine:demo/job-longer-key-1" },
    { ref: `mine:demo/${Buffer.from("longer-key").toString("hex")}` },
    { ref: `mine:demo/${[..."longer-key"].join("\u200b")}` },
  ])("$ref: the start is unknown, and so is the rerun", async ({ ref }) => {
    const connection = open(ref);
    const start = await catchError(connection.start(options, "n", context));
    expect(start).toBeInstanceOf(UnknownStartError);
    if (connection.rerun === "unsupported") throw new Error("It can rerun");
    const rerun = await catchError(connection.rerun({ ref: "mine:demo/1" }, context));
    expect(rerun).toBeInstanceOf(UnknownStartError);
    for (const error of [start, rerun]) expect((error as UnknownStartError).message).not.toMatch(/p1n|longer|\u200b/);
  });

  it.each([
    { ref: "mine:demo/251929" },
    { ref: "mine:demo/a-p1n-b" },
    { ref: "mine:demo/4f1c7b2e-9d1a-4b3e-8f00-1234567890ab" },
  ])("$ref: is passed on, with its name and page without secrets", async ({ ref }) => {
    const connection = open(ref, `https://x.example/${secret}`);
    const handle = await connection.start(options, "n", context);
    expect(handle).toEqual({ ref, name: "of ***", url: "https://x.example/***" });
    if (connection.rerun === "unsupported") throw new Error("It can rerun");
    expect(await connection.rerun({ ref: "mine:demo/1" }, context)).toMatchObject({ ref });
  });

  it("the user reads why no reference is shown, and what to do", async () => {
    expect(await catchError(open(`mine:demo/${secret}`).start(options, "n", context))).toMatchObject({
      message: "The service started a run whose reference contains a secret, so the reference is not shown.",
      next: "Find the run at the service, and change the secret: it may be in the service's own logs.",
    });
  });
});

describe("a reference may contain what the user chose, even if it is also the name of a test user", () => {
  const chooses: Provider = {
    ...provider({
      start: async (_options, name) => ({ ref: `mine:${name}` }),
      find: async (_sought) => [{ ref: "mine:demo/7" }],
    }),
    connectInputs: { account: { type: "text", doc: "" } },
    startInputs: {
      appId: { type: "text", doc: "" },
      projectId: { type: "integer", min: 1, doc: "" },
      device: { type: "text", list: true, doc: "" },
      useVo: { type: "flag", doc: "" },
    },
  };
  const connection = redactedProvider(chooses, ["demo", "4711", "phone", "acme", "true"]).connect(
    { account: "acme" },
    { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 },
  );

  it.each([
    { ref: "acme/1", options: {}, what: "an option of the connection" },
    { ref: "demo/1", options: { appId: "demo" }, what: "an option of the start" },
    { ref: "4711/1", options: { projectId: 4711 }, what: "a number" },
    { ref: "phone/1", options: { device: ["tablet", "phone"] }, what: "one of several" },
  ])("$what", async ({ ref, options }) => {
    expect(await connection.start(options, ref, context)).toEqual({ ref: `mine:${ref}` });
  });

  it.each([
    { ref: "demo/1", options: {} },
    { ref: "4711/1", options: { appId: "demo" } },
    { ref: "phone/1", options: { device: ["tablet"] } },
    { ref: "true/1", options: { useVo: true } },
  ])("but nothing else: $ref with $options", async ({ ref, options }) => {
    expect(await catchError(connection.start(options, ref, context))).toBeInstanceOf(UnknownStartError);
  });

  it("and so may that of a run that is found by its token", async () => {
    if (connection.find === "unsupported") return expect.unreachable();
    const sought = { name: "[k7x2m9] n", token: "k7x2m9" };
    expect(await connection.find({ ...sought, options: { appId: "demo" } }, context)).toEqual([{ ref: "mine:demo/7" }]);
    expect(await catchError(connection.find({ ...sought, options: {} }, context))).toBeInstanceOf(UnknownStartError);
  });
});
