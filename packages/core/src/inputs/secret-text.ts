/** A secret as it is used, or its problem, which completes a sentence that begins with the variable's name. */
export type SecretText = { readonly text: string } | { readonly problem: string };

/**
 * Returns a secret without a byte order mark, white space and line breaks around it, which the
 * program that stored it may have added. Nothing else is changed.
 *
 * @example cleanSecret("\uFEFFkey\r\n") // { text: "key" }
 */
export function cleanSecret(given: string): SecretText {
  const text = given.replaceAll(/^[\s\uFEFF]+|[\s\uFEFF]+$/g, "");
  if (text === "") return { problem: "contains only blanks" };
  if (/[\p{Cc}\p{Cs}\uFFFD\u2028\u2029]/u.test(text))
    return {
      problem: "contains a character that keys never contain, such as a line break in the middle; copy the key again",
    };
  return { text };
}
