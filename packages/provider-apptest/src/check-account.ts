import { type ApptestClient, ApptestRefusedError } from "@remotest/apptest-client";
import { type AccountAnswer, ProviderError } from "@remotest/core";
import { failureOf } from "./failure.ts";

/** A testset of somebody else, or none: only an account that is accepted learns that it has no such testset. */
const someTestset = "1";

/**
 * Checks the account with a status check, which starts nothing.
 * @throws {ProviderError} if apptest.ai refuses the account, or cannot be reached.
 */
export async function checkAccount(
  client: Pick<ApptestClient, "getTestset">,
  signal: AbortSignal,
): Promise<AccountAnswer> {
  try {
    await client.getTestset(someTestset, { signal });
    return { account: "accepted" };
  } catch (error) {
    const failure = failureOf(error, "poll");
    if (!(error instanceof ApptestRefusedError && failure instanceof ProviderError)) throw failure;
    if (failure.notYet === true) return { account: "accepted" };
    if (failure.retry === "later") throw failure;
    return { account: "unclear", says: failure.message };
  }
}
