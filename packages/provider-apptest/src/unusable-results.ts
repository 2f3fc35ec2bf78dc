import { ProviderError } from "@remotest/core";

/** Results that cannot be read: never a pass. They are asked for again, because an answer may arrive damaged. */
export function unreadable(what: string, cause?: unknown): ProviderError {
  return new ProviderError({
    code: "apptest-unreadable-results",
    message: `The results of apptest.ai cannot be read: ${what}`,
    next: "Attach again later, and tell apptest.ai's support if it stays.",
    retry: "later",
    cause,
  });
}

/** Results that say two different things: never a pass. */
export function contradiction(what: string): ProviderError {
  return new ProviderError({
    code: "apptest-contradiction",
    message: `apptest.ai contradicts itself: ${what}`,
    next: "Look at the testset's page at apptest.ai for what is true, and tell apptest.ai's support.",
    retry: "never",
  });
}
