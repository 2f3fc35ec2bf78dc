import type { NamedProblem } from "@remotest/http";
import { MtaInputError } from "./errors.ts";

/** The account: a local user of MTA with the roles Tester and ApiUser. */
export interface Access {
  readonly username: string;
  readonly password: string;
}

/** The header with the account, and the secrets in it, which must never be printed. */
export interface Credentials {
  readonly authorization: string;
  readonly secrets: readonly string[];
}

/**
 * Makes the header for the account.
 * @throws {MtaInputError} if a part is missing, or cannot be sent.
 */
export function readAccess({ username, password }: Access): Credentials {
  const problems: NamedProblem[] = [];
  if (!username) problems.push((nameOf) => `${nameOf("username")} is missing`);
  if (!password) problems.push((nameOf) => `${nameOf("password")} is missing`);
  // RFC 7617: the first colon ends the user.
  if (username?.includes(":")) problems.push((nameOf) => `${nameOf("username")} must not contain a colon`);
  for (const [name, value] of Object.entries({ username, password }))
    if (value && /\p{Cc}/u.test(value))
      problems.push((nameOf) => `${nameOf(name)} contains a line break or another control character`);
  if (problems.length > 0) throw new MtaInputError(problems);
  const pair = `${username}:${password}`;
  return { authorization: `Basic ${Buffer.from(pair, "utf8").toString("base64")}`, secrets: [pair, password] };
}
