import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { inspect } from "node:util";
import type { Connection } from "@remotest/core";
import { commonInputs, type CommonOptions } from "@remotest/core/flow";
import { describe, expect, it } from "vitest";
import { invocationOf } from "../command-line/invocation.fixture.ts";
import { attachCommand } from "../commands/attach.ts";
import type { Plan } from "../plan/plan.ts";
import { planKnown } from "../plan/plan-known.ts";
import type { Platform } from "../platform.ts";
import { openTransport } from "../network/transport.ts";

const secrets = {
  APPTEST_USER_ID: "us3r-id",
  APPTEST_ACCESS_KEY: "acc3ss-key",
  ATS_API_TOKEN: "t0ken-of-ats",
  ATS_PASSWORD: "p4ssword-of-ats",
  HTTPS_PROXY: "http://me:pr0xy-password@127.0.0.1:9",
};
const env = { ...secrets, REMOTEST_PROXY: "http://me:oth3r-password@127.0.0.1:9" };
const platform: Platform = {
  version: "1.0.0",
  env,
  stdout: { write: () => undefined },
  stderr: { write: () => undefined },
  interrupted: new AbortController().signal,
  onInterrupt: () => undefined,
};
const plain = [
  "us3r-id",
  "acc3ss-key",
  "us3r-id:acc3ss-key",
  "t0ken-of-ats",
  "p4ssword-of-ats",
  "pr0xy-password",
  "oth3r-password",
  "me:pr0xy-password",
  "me:oth3r-password",
];
const forms = plain.flatMap((secret) => [secret, Buffer.from(secret).toString("base64").replace(/=+$/, "")]);

function expectNothingOf(object: unknown): void {
  const shown = inspect(object, { depth: Infinity, showHidden: true, getters: true, maxStringLength: Infinity });
  for (const form of forms) expect(shown).not.toContain(form);
}

async function planOf(...references: string[]): Promise<Plan<CommonOptions>> {
  return planKnown(await invocationOf(attachCommand, references), platform, commonInputs, "attach");
}

describe("no secret is visible, at any depth, in", () => {
  it("a plan", async () => {
    const plan = await planOf("apptest:1", "ats:A/1");
    expect(plan.runs).toHaveLength(2);
    expectNothingOf(plan);
    expect(inspect(plan, { depth: Infinity })).toContain("[options of apptest]");
  });

  it("a transport and its agents, with and without a proxy, during requests", async () => {
    const server = createServer(() => undefined);
    await once(server.listen(0, "127.0.0.1"), "listening");
    const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const through = `http://me:oth3r-password@127.0.0.1:${url.port}`;
    for (const given of [{}, { proxy: through }]) {
      const transport = await openTransport({ ...given, maxResponse: 2 ** 20 }, {});
      const stop = new AbortController();
      const headers = { authorization: `Basic ${Buffer.from("us3r-id:acc3ss-key").toString("base64")}` };
      const received = once(server, "request");
      const answer = transport.fetch(url.href, { headers, signal: stop.signal }).catch((error: unknown) => error);
      await received;
      expectNothingOf([transport, transport.agentFor(url), transport.agentFor(new URL("https://a.example"))]);
      stop.abort(new Error("enough"));
      expectNothingOf(await answer);
    }
    server.closeAllConnections();
    server.close();
  });

  it("a connection, and an error of each of its calls", async () => {
    const { runs, options: common } = await planOf("apptest:1", "ats:A/1");
    const transport = await openTransport({ ...common, proxy: "http://me:oth3r-password@127.0.0.1:9" }, {});
    const context = { signal: AbortSignal.timeout(20_000), onUpload: () => undefined };
    for (const { provider, connect, beginning } of runs) {
      const connection = provider.connect(connect, transport);
      expectNothingOf(connection);
      if (beginning.kind === "start") throw new Error("A known run must be attached to");
      const { handle } = beginning;
      const calls: (() => ReturnType<Connection["poll"] | Connection["results"]>)[] = [
        () => connection.poll(handle, context),
        () => connection.results(handle, { status: "finished", progress: {} }, context),
      ];
      for (const call of calls) {
        const error: unknown = await call().catch((thrown: unknown) => thrown);
        expect(error).toBeInstanceOf(Error);
        expectNothingOf(error);
      }
    }
  });
});
