import type { NamedProblem } from "@remotest/http";
import { ApptestInputError } from "./errors.ts";

/** The account: both fields, or one string `user:key` as either of them. */
export interface Access {
  readonly userId?: string | undefined;
  readonly accessKey?: string | undefined;
}

/** The header with the account, and the secrets in it, which must never be printed. */
export interface Credentials {
  /** `Basic …`. See specs/apptest.openapi.yaml. */
  readonly authorization: string;
  readonly secrets: readonly string[];
}

/**
 * Reads the user id and the access key.
 *
 * The key is often kept as one string `user:key`, so it may be the only field, and a key that begins with the user id is
 * read as that string.
 *
 * @throws {ApptestInputError} if either is missing or contains a control character.
 */
export function readAccess({ userId = "", accessKey = "" }: Access): Credentials {
  const alone = userId === "" ? accessKey : accessKey === "" ? userId : undefined;
  const pair = alone ?? (accessKey.startsWith(`${userId}:`) ? accessKey : `${userId}:${accessKey}`);
  const colon = pair.indexOf(":");
  const problems: NamedProblem[] = [];
  if (pair === "") problems.push((nameOf) => `${nameOf("userId")} and ${nameOf("accessKey")} are missing`);
  else if (colon < 0)
    problems.push((nameOf) => {
      const [user, key] = [nameOf("userId"), nameOf("accessKey")];
      return `${key} is missing: give ${user} and ${key}, or one string user:key`;
    });
  else if (colon === 0) problems.push((nameOf) => `${nameOf("userId")} is empty`);
  else if (colon === pair.length - 1) problems.push((nameOf) => `${nameOf("accessKey")} is empty`);
  if (alone === undefined && userId.includes(":"))
    problems.push((nameOf) => `${nameOf("userId")} must not contain a colon`);
  if (/\p{Cc}/u.test(pair))
    problems.push(
      (nameOf) => `${nameOf("userId")} or ${nameOf("accessKey")} contains a line break or another control character`,
    );
  if (problems.length > 0) throw new ApptestInputError(problems);
  return {
    authorization: `Basic ${Buffer.from(pair, "utf8").toString("base64")}`,
    secrets: [pair, pair.slice(colon + 1)],
  };
}
