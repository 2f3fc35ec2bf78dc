import type { NamedProblem } from "@remotest/http";
import { BrowserstackInputError } from "./errors.ts";

/** The account of a user. */
export interface Access {
  readonly username: string;
  readonly accessKey: string;
}

/** The header with the account, and the secrets in it, which must never be printed. */
export interface Credentials {
  readonly authorization: string;
  readonly secrets: readonly string[];
}

/**
 * Makes the header for the account.
 * @throws {BrowserstackInputError} if a part is missing, or cannot be sent.
 */
export function readAccess({ username, accessKey }: Access): Credentials {
  const problems: NamedProblem[] = [];
  for (const [name, value] of Object.entries({ username, accessKey })) {
    if (!value) problems.push((nameOf) => `${nameOf(name)} is missing`);
    else if (/\p{Cc}/u.test(value))
      problems.push((nameOf) => `${nameOf(name)} contains a line break or another control character`);
  }
  // RFC 7617: the first colon ends the user.
  if (username?.includes(":")) problems.push((nameOf) => `${nameOf("username")} must not contain a colon`);
  if (problems.length > 0) throw new BrowserstackInputError(problems);
  const pair = `${username}:${accessKey}`;
  return { authorization: `Basic ${Buffer.from(pair, "utf8").toString("base64")}`, secrets: [pair, accessKey] };
}
