import * as v from "valibot";
import { nextOf, ProviderError, UsageError } from "../errors.ts";
import type { Wording } from "../inputs/wording.ts";
import type { ProviderFile } from "../results/provider-file.ts";
import { providerFiles } from "./answer-schema.ts";

/** The next step after a fault of a provider. */
export const advice =
  "Fix the provider, or report this to its author: docs/adding-a-provider.md says what each method returns.";

/** Passes on what a call brings; of an error only what is as the port says. */
export async function honest<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw honestError(error);
  }
}

/** Whatever is thrown has a message afterwards, and only fields that can be relied on. */
function honestError(error: unknown): unknown {
  try {
    if (error instanceof UsageError || !(error instanceof ProviderError)) return error;
    // Its own types say nothing about what another copy of the class was given.
    const { retryAfterMs, evidence, serviceCode, reason, message }: Readonly<Record<string, unknown>> = {
      ...error,
      message: error.message,
    };
    return new ProviderError({
      code: textOrNothing(error.code) ?? "unknown",
      message: String(message),
      next: nextIn(error),
      retry: error.retry,
      retryAfterMs: typeof retryAfterMs === "number" && retryAfterMs >= 0 ? retryAfterMs : undefined,
      notYet: error.notYet === true || undefined,
      refused: error.refused === true || undefined,
      busy: error.busy === true || undefined,
      notPassed: error.notPassed === true || undefined,
      serviceCode: textOrNothing(serviceCode),
      reason: textOrNothing(reason),
      evidence: v.is(providerFiles, evidence) ? (evidence as readonly ProviderFile[]) : undefined,
      cause: error.cause,
    });
  } catch {
    return new Error("The provider threw something that cannot be read.");
  }
}

function nextIn(error: ProviderError): Wording {
  const next = nextOf(error);
  return typeof next === "function" ? next : (textOrNothing(next) ?? advice);
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "number" ? `${value}` : undefined;
}
