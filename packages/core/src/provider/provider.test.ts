import { expect, expectTypeOf, test } from "vitest";
import { defineProvider, type Provider } from "./provider.ts";
import { stagedProvider } from "./provider.fixture.ts";

interface Connect {
  readonly baseUrl: string;
}
interface Start {
  readonly projectId: number;
  readonly note?: string;
}

test("a provider is written with its own options, and is the same object in the form that the flow uses", async () => {
  const started: Start[] = [];
  const own: Provider<Connect, Start> = {
    name: "shop",
    title: "Shop",
    connectInputs: { baseUrl: { type: "url", required: true, doc: "The address." } },
    startInputs: {
      projectId: { type: "integer", min: 1, required: true, doc: "The project." },
      note: { type: "text", doc: "A note." },
    },
    signedCalls: "unsupported",
    check: async () => [],
    parseReference: (rest) => ({ ref: `shop:${rest}` }),
    connect: (connect, transport) => ({
      ...stagedProvider({}).connect({ ...connect }, transport),
      find: async ({ options }) => {
        expectTypeOf(options.projectId).toEqualTypeOf<number>();
        return [];
      },
      start: async (options) => {
        expectTypeOf(options.projectId).toEqualTypeOf<number>();
        started.push(options);
        return { ref: `shop:${connect.baseUrl}` };
      },
    }),
  };
  const provider = defineProvider(own);
  expectTypeOf(provider).toEqualTypeOf<Provider>();
  expect(provider).toBe(own);
  const transport = { fetch, agentFor: () => undefined, maxResponseBytes: 0 };
  const context = { signal: new AbortController().signal, onUpload: () => undefined };
  const connection = provider.connect({ baseUrl: "here" }, transport);
  expect(await connection.start({ projectId: 7 }, "n", context)).toEqual({ ref: "shop:here" });
  expect(started).toEqual([{ projectId: 7 }]);
});
