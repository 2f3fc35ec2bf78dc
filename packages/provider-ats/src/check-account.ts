import { type AtsClient, AtsRefusedError } from "@remotest/ats-client";
import type { AccountAnswer } from "@remotest/core";
import { failureOf } from "./failure.ts";

/** A run that does not exist: only an account that is accepted learns that. */
const noRun = { AppID: "remotest-doctor", JobID: "remotest-doctor" };

/** The page documents no Faults, so they are read only for this advice, never for a verdict. */
const refusesAccount = /token|authenti|authori[sz]|password|credential|permission|access denied|\buser\b/i;
const looksForRun = /\bjob|\btest run/i;

/**
 * Checks the account with a status check, which starts nothing.
 * @throws {ProviderError} if ATS refuses the account, or cannot be reached.
 */
export async function checkAccount(
  client: Pick<AtsClient, "getJobStatus">,
  signal: AbortSignal,
): Promise<AccountAnswer> {
  try {
    await client.getJobStatus(noRun, { signal });
    return { account: "unclear", says: "ATS returned the status of a run that does not exist" };
  } catch (error) {
    if (!(error instanceof AtsRefusedError) || refusesAccount.test(error.faultString)) throw failureOf(error, "poll");
    if (looksForRun.test(error.faultString)) return { account: "accepted" };
    return { account: "unclear", says: `ATS says: ${error.faultString}` };
  }
}
