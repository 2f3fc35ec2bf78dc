import type { SignedCalls } from "@remotest/core";
import { executionIdIn, isSignedMessage } from "@remotest/mta-client";
import { runOf } from "./references.ts";

/**
 * MTA's webhook: how-to "schedule tests" 04. It is set for the account, and calls after each case run of each run that the
 * account started. What a message says of a case is not read: the results come from the API.
 */
export const signedCalls: SignedCalls = {
  keyInput: "webhookSecret",
  isGenuine: ({ header, body }, secretKey) => isSignedMessage({ body, signature: header("Signature"), secretKey }),
  isAbout({ body }, run) {
    const id = executionIdIn(body);
    return id === undefined || id.toLowerCase() === runOf(run).executionId.toLowerCase();
  },
};
