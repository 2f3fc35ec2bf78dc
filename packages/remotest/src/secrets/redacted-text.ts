import { bareForms, type Redact, redactor } from "@remotest/http";
import { cleanText, safeHref } from "@remotest/reporters";

/**
 * Makes the function that takes secrets out of what is printed or kept. Reports clean each text for where it stands, and
 * know no secret; so it is cleaned here as well, to see whether that joins a secret, or makes an address of one. Only then
 * is the clean text kept in place of the one that came.
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
 * The same for a text of which no more is kept than so many characters; it shows when it was cut. Cut after its secrets
 * are out, because half of one would not be found, and looked through once more, because a cut joins what stood around.
 */
export function bounded(redact: Redact, longest: number): Redact {
  return (text) => {
    const whole = redact(text);
    if (whole.length <= longest) return whole;
    const kept = redact(whole.slice(0, longest).replace(/[\uD800-\uDBFF]$/, ""));
    return `${kept}… (cut: it had ${text.length} characters)`;
  };
}

/** As Basic authentication joins a user and a key, and the two of one `user:key` string; each as it is used as well. */
function accountForms(secrets: readonly string[]): string[] {
  // Of one with a colon in it: the whole, the user and the key.
  const parts = secrets.flatMap((secret) =>
    [secret, ...bareForms(secret)].flatMap((form) => /^([^:]+):(.+)/s.exec(form) ?? [form]),
  );
  // One that was given with blanks around it and is used without is one.
  const used = [...new Set(parts.map((part) => part.trim()))];
  return [...parts, ...pairs(parts), ...pairs(used)];
}

function pairs(parts: readonly string[]): string[] {
  return parts.slice(1).map((part, index) => `${parts[index]}:${part}`);
}

/** A text of our own holds a shorter secret than this by chance: a test user called `demo`, in a path. */
const shortestAlone = 8;

/**
 * The same for what the command itself says: of a secret and of its parts, only what is long is taken out. Of an address
 * that it repeats, what may be a user and a password is taken out too: nobody declared them as secrets.
 *
 * @example redactedOwnText(["user:hunter22"])("a user, hunter22") // "a user, ***"
 */
export function redactedOwnText(secrets: readonly string[]): Redact {
  const redact = redactedForms(accountForms(secrets).filter((form) => form.trim().length >= shortestAlone));
  return (text) => redact(text).replaceAll(userInAddress, "***@");
}

/** A password may hold what ends the host of an address; a port and a path do not make one of `host:80/a@b`. */
const userInAddress = /(?<=:\/\/)(?:[^\s"/@:]*:(?!\d+[/?#])[^\s"]*|[^\s"/?#@]*)@/g;

/**
 * Whether a service put a secret into a reference: one of its parts is a secret, or it holds a long one.
 * @param own what the user chose of it, such as an app's ID
 */
export function refHoldsSecret(ref: string, own: readonly string[], redact: Redact): boolean {
  const chosen = new Set(own.flatMap((value) => [value, encodeURIComponent(value)]));
  const parts = ref
    .slice(ref.indexOf(":") + 1)
    .split("/")
    .filter((part) => !chosen.has(part));
  // As it stands there, and read: what shows nothing is escaped in a reference.
  return [parts, parts.map(decoded)].some((each) => {
    const text = each.join("/");
    return each.some((part) => redact(part) === "***") || redact(text).length <= text.length + 3 - shortestAlone;
  });
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
