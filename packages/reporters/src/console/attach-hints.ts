import type { RunEvent } from "@remotest/core/flow";
import { attachCommand } from "../words/attach-command.ts";
import { gateOptions } from "../words/gate-options.ts";
import { type CleanText, clean, joined } from "../words/service-text.ts";

/** Says how to wait for the runs from elsewhere: once for all that are judged alike, and for each other run. */
export class AttachHints {
  #gateOfAll: CleanText | undefined;

  /**
   * Returns the hint of a run that has started; undefined if there is one already.
   * @param isOnly true if the plan has no other run
   */
  of(
    { handle, policy = { failOn: "failed", maxFailures: { count: 0 } } }: StartedEvent,
    isOnly: boolean,
  ): CleanText | undefined {
    if (isOnly) return clean`To wait for it from elsewhere: ${attachCommand([{ handle, gate: policy }])}`;
    const gate = joined([clean`remotest attach <reference>`, ...gateOptions(policy)], " ");
    const known = this.#gateOfAll;
    this.#gateOfAll ??= gate;
    if (known === undefined) return clean`To wait for it from elsewhere: ${gate}`;
    return known === gate
      ? undefined
      : clean`To wait for it from elsewhere: ${attachCommand([{ handle, gate: policy }])}`;
  }
}

type StartedEvent = Extract<RunEvent, { type: "started" | "attached" }>;
