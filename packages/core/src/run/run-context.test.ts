import { expect, test, vi } from "vitest";
import { commandNames } from "../inputs/wording.ts";
import { Ledger } from "../ledger/ledger.ts";
import { stagedProvider } from "../provider/provider.fixture.ts";
import type { Provider } from "../provider/provider.ts";
import { Deadline } from "./deadline.ts";
import { freshEntry } from "./open-plan.ts";
import { portsOf, settingsOf, startOf } from "./plan.fixture.ts";
import { staged } from "./run-context.fixture.ts";
import { callContext, contextOf } from "./run-context.ts";

test("an upload is an event of its run, and the call gets its signal", () => {
  using stage = staged({});
  const { signal } = new AbortController();
  const context = callContext(stage.context, signal);
  context.onUpload(5, 9);
  expect(stage.events).toEqual([{ type: "upload", run: 3, sentBytes: 5, totalBytes: 9 }]);
  expect(context.signal).toBe(signal);
});

test("a run is connected with its own options, and has its own resumption", () => {
  const provider = stagedProvider({});
  const connect = vi.fn<Provider["connect"]>((...given) => provider.connect(...given));
  const planned = startOf({ ...provider, connect }, { connect: { baseUrl: "https://shop.example" } });
  const { transport, ...ports } = portsOf();
  const ledger = new Ledger({ write: async () => undefined }, [freshEntry(planned), freshEntry(planned)]);
  const resumptions = [undefined, { kind: "start", why: "no run" }] as const;
  using deadline = new Deadline(1_000, ports.interrupted);
  const contexts = [0, 1].map((run) =>
    contextOf(planned, run, { ledger, resumptions }, settingsOf("report"), { ...ports, transport }, deadline),
  );
  expect(connect.mock.calls).toEqual([
    [{ baseUrl: "https://shop.example" }, transport],
    [{ baseUrl: "https://shop.example" }, transport],
  ]);
  expect(contexts).toMatchObject([
    { run: 0, planned, resumption: undefined, reportDir: "report", pollIntervalMs: 1 },
    { run: 1, planned, resumption: { kind: "start", why: "no run" } },
  ]);
  // Nothing is assumed that was not given.
  for (const context of contexts)
    expect(context).toMatchObject({ noWait: false, pastDurationsMs: [], names: commandNames });
  // One run must not share what another has seen.
  expect(contexts[0]?.observations).not.toBe(contexts[1]?.observations);
});
