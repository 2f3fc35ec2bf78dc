import { bareForms, type Redact, redactor } from "@remotest/http";
import { cleanText, safeHref } from "@remotest/reporters";

/**
 * Makes the function that removes secrets from everything that is printed or kept. Reports clean each text later, without
 * knowing any secret. So a text is also cleaned here, to check whether the cleaning joins the parts of a secret, or makes
 * an address of it. Only in that case the cleaned text is kept instead of the original.
 */
export function redactedText(secrets: readonly string[]): Redact {
  return redactedForms(accountForms(secrets));
}

function redactedForms(forms: readonly string[]): Redact {
  const redact = redactor(forms);
  const without = (text: string, changed: string): string => {
    if (changed === text) return text;
    const left = redact(changed);
    return left === changed ? text : left;
  };
  return (text) => {
    const once = redact(text);
    const clean = without(once, cleanText(once));
    return without(clean, safeHref(clean) ?? clean);
  };
}

/**
 * Limits the length of a text, and marks it as cut. It is cut after secrets are removed, because half a secret would not
 * be found, and redacted once more, because the cut may join the parts of one.
 */
export function bounded(redact: Redact, maxLength: number): Redact {
  return (text) => {
    const whole = redact(text);
    if (whole.length <= maxLength) return whole;
    const kept = redact(whole.slice(0, maxLength).replace(/[\uD800-\uDBFF]$/, ""));
    return `${kept}… (cut from ${text.length} characters)`;
  };
}

/** Adds the forms of an account: user and key joined as in Basic authentication, and the two parts of a `user:key` string. */
function accountForms(secrets: readonly string[]): string[] {
  // A secret with a colon has three forms: the whole, the user and the key.
  const parts = secrets.flatMap((secret) =>
    [secret, ...bareForms(secret)].flatMap((form) => /^([^:]+):(.+)/s.exec(form) ?? [form]),
  );
  // Blanks around a value are not used, so the trimmed value counts too.
  const used = [...new Set(parts.map((part) => part.trim()))];
  return [...parts, ...pairs(parts), ...pairs(used)];
}

function pairs(parts: readonly string[]): string[] {
  return parts.slice(1).map((part, index) => `${parts[index]}:${part}`);
}

/** Our own texts contain shorter secrets by chance, such as the test user `demo` in a path. */
const minOwnLength = 8;

/**
 * Makes the function that removes secrets from the command's own texts: only long secrets and long parts of them. It also
 * removes user and password from every address, because nothing declares them as secrets.
 *
 * @example redactedOwnText(["user:hunter22"])("a user, hunter22") // "a user, ***"
 */
export function redactedOwnText(secrets: readonly string[]): Redact {
  const redact = redactedForms(accountForms(secrets).filter((form) => form.trim().length >= minOwnLength));
  return (text) => redact(text).replaceAll(userInAddress, "***@");
}

/** A password may contain characters that end a host. `host:80/a@b` is a port and a path, not an account. */
const userInAddress = /(?<=:\/\/)(?:[^\s"/@:]*:(?!\d+[/?#])[^\s"]*|[^\s"/?#@]*)@/g;

/**
 * True if a service put a secret into a reference: one of its parts is a secret, or it contains a long one.
 * @param own the parts that the user chose, such as an app's ID
 */
export function refContainsSecret(ref: string, own: readonly string[], redact: Redact): boolean {
  const chosen = new Set(own.flatMap((value) => [value, encodeURIComponent(value)]));
  const parts = ref
    .slice(ref.indexOf(":") + 1)
    .split("/")
    .filter((part) => !chosen.has(part));
  // Both raw and decoded, because invisible characters are escaped in a reference.
  return [parts, parts.map(decoded)].some((each) => {
    const text = each.join("/");
    return each.some((part) => redact(part) === "***") || redact(text).length <= text.length + 3 - minOwnLength;
  });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
