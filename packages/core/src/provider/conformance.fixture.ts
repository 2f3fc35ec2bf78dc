import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { ProviderError, UnknownStartError } from "../errors.ts";
import type { OptionValues } from "../inputs/input.ts";
import { testCase, testRun } from "../results/test-runs.fixture.ts";
import type { ConformanceCourse, ConformanceService } from "./conformance.ts";
import { type CallContext, defineProvider, type Provider, type RunHandle, type TransportAnswer } from "./provider.ts";

/** The token of the account at the shop. */
export const token = "t0ken-that-must-not-show";

/** Signs the body of a call as the shop does. */
export function signature(body: string | Uint8Array, key: string): string {
  return createHmac("sha256", key).update(body).digest("hex");
}

/** Opens the smallest service for tests of a provider: a run is running at the first poll and finished at the second. */
export async function openShop(): Promise<ConformanceService> {
  const runs: { readonly course: string; readonly name: string; polls: number; isCancelled?: boolean }[] = [];
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): unknown =>
      response.writeHead(status, { connection: "close" }).end(JSON.stringify(body));
    const { pathname, searchParams } = new URL(request.url ?? "", "http://shop");
    const [, part = "", of = ""] = pathname.split("/");
    const name = searchParams.get("name") ?? "";
    if (request.method === "GET" && of === "") {
      const same = runs.flatMap((each, index) => (each.name.startsWith(name) ? [index + 1] : []));
      return answer(200, { ids: same });
    }
    if (request.method === "POST") {
      if (of === "refused") return answer(422, {});
      const id = runs.push({ course: of, name, polls: 0 });
      return of === "lost-answer" ? request.socket.destroy() : answer(201, { id });
    }
    const run = part === "runs" ? runs[Number(of) - 1] : undefined;
    if (!run) return answer(404, {});
    const state = run.polls > 0 || run.isCancelled ? "finished" : "running";
    if (request.method === "DELETE") run.isCancelled ??= state === "running";
    else run.polls++;
    return answer(200, { state, passed: run.course === "pass" && run.isCancelled !== true });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const connectTo = (baseUrl: string): OptionValues => ({ baseUrl, token });
  return {
    connect: connectTo(`http://127.0.0.1:${port}`),
    connectTo,
    secrets: [token],
    start: (course: ConformanceCourse) => ({ options: { course }, name: "conformance" }),
    unknownReference: "999",
    signedCall: (key, { ref }) => ({ headers: { "x-shop": signature(ref, key) }, body: ref }),
    starts: () => runs.length,
    close: async () => {
      server.close().closeAllConnections();
      await once(server, "close");
    },
  };
}

/** A provider for the shop that keeps every rule. */
export const shop: Provider = defineProvider<ShopAccount, ShopStart>({
  name: "shop",
  title: "Shop",
  connectInputs: {
    baseUrl: { type: "url", required: true, doc: "The address of the shop." },
    token: { type: "text", secret: true, required: true, doc: "The token for the shop." },
    signingKey: { type: "text", secret: true, doc: "The key with which the shop signs its calls." },
  },
  startInputs: {
    course: { type: "text", required: true, doc: "How the run ends." },
    callback: { type: "url", doc: "The address that the shop calls when the run is over." },
  },
  callbackInput: "callback",
  signedCalls: {
    keyInput: "signingKey",
    isGenuine: ({ header, body }, key) => header("X-Shop") === signature(body, key),
    isAbout: ({ body }, { ref }) => Buffer.from(body).toString() === ref,
  },
  check: async () => [],
  parseReference: (rest) => (/^\d+$/.test(rest) ? { ref: `shop:${rest}` } : undefined),
  connect: ({ baseUrl, token }, transport) => {
    const send = async (method: string, path: string, { signal }: CallContext): Promise<TransportAnswer> => {
      signal.throwIfAborted();
      const headers = { authorization: token };
      return transport.fetch(`${baseUrl}/runs/${path}`, { method, headers, signal });
    };
    const runOf = async ({ ref }: RunHandle, context: CallContext, method = "GET"): Promise<ShopRun> => {
      const answer = await send(method, ref.slice("shop:".length), context).catch((cause: unknown) => {
        context.signal.throwIfAborted();
        throw fault("The shop cannot be reached.", "later", cause);
      });
      if (answer.status === 404) throw fault("The shop does not know the run.", "never");
      const said = await answer.json().catch((cause: unknown) => {
        throw fault("The shop's answer cannot be read.", "later", cause);
      });
      return said as ShopRun;
    };
    return {
      start: async ({ course }, name, context) => {
        const answer = await send("POST", `${course}?name=${encodeURIComponent(name)}`, context).catch(
          (cause: unknown) => {
            context.signal.throwIfAborted();
            throw isRefusedConnection(cause) ? fault("The shop cannot be reached.", "later", cause) : unknown(cause);
          },
        );
        if (answer.status === 422) throw fault("The shop does not sell this course.", "never");
        const said: unknown = await answer.json().catch((cause: unknown) => {
          throw unknown(cause);
        });
        return { ref: `shop:${String((said as { readonly id: number }).id)}` };
      },
      poll: async (run, context) => ({ status: (await runOf(run, context)).state, progress: {} }),
      results: async (run, _finished, context) => {
        const { state, passed } = await runOf(run, context);
        if (state !== "finished") throw fault("The run is not finished.", "later");
        return { testRun: testRun([testCase(passed ? "passed" : "failed")]), files: [] };
      },
      rerun: "unsupported",
      cancel: async (run, context) =>
        (await runOf(run, context, "DELETE")).state === "finished" ? "finished" : "cancelled",
      find: async (sought, context) => {
        const answer = await send("GET", `?name=${encodeURIComponent(`[${sought.token}]`)}`, context);
        const { ids } = (await answer.json()) as { readonly ids: readonly number[] };
        return ids.map((id) => ({ ref: `shop:${id}` }));
      },
      checkAccount: async (context) => {
        const answer = await send("GET", "0", context).catch((cause: unknown) => {
          context.signal.throwIfAborted();
          throw fault("The shop cannot be reached.", "later", cause);
        });
        if (answer.status === 404) return { account: "accepted" };
        return { account: "unclear", says: `status ${answer.status}` };
      },
    };
  },
});

interface ShopAccount {
  readonly baseUrl: string;
  readonly token: string;
  readonly signingKey?: string;
}

interface ShopStart {
  readonly course: string;
  readonly callback?: string;
}

interface ShopRun {
  readonly state: "running" | "finished";
  readonly passed: boolean;
}

function fault(message: string, retry: "later" | "never", cause?: unknown): ProviderError {
  return new ProviderError({ code: "shop-fault", message, next: "Ask the shop's owner.", retry, cause });
}

function unknown(cause: unknown): UnknownStartError {
  return new UnknownStartError("The run may have been started.", "Check at the shop.", cause);
}

function isRefusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
}
