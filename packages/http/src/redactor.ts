/** Replaces every secret in a text, in each encoding in which a service may echo it. */
export type Redact = (text: string) => string;

/**
 * Makes the function that takes secrets out of a text: as they are, and as base64, URL-encoded, XML-escaped and
 * JSON-escaped. Shorter than three characters is no secret: replacing it would only garble the text.
 *
 * @example redactor(["s3cret"])("key=s3cret") // "key=***"
 */
export function redactor(secrets: readonly string[]): Redact {
  const forms = new Set(secrets.filter((secret) => secret.length >= 3).flatMap(encodings));
  if (forms.size === 0) return (text) => text;
  // Longest first, so that a secret that holds another one is replaced whole. One pass, because texts can be large.
  const ordered = [...forms].toSorted((a, b) => b.length - a.length);
  const any = new RegExp(
    ordered.map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`)).join("|"),
    "g",
  );
  return (text) => text.replaceAll(any, "***");
}

function encodings(secret: string): string[] {
  const base64 = Buffer.from(secret, "utf8").toString("base64");
  const url = encodeURIComponent(secret);
  const escaped = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const quoted = escaped.replaceAll('"', "&quot;");
  return [
    secret,
    base64,
    base64.replace(/=+$/, ""),
    base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
    url,
    url.replaceAll("%20", "+"),
    escaped,
    quoted,
    quoted.replaceAll("'", "&apos;"),
    quoted.replaceAll("'", "&#39;"),
    JSON.stringify(secret).slice(1, -1),
  ];
}
