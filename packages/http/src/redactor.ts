/** Replaces every secret in a text, in each encoding in which a service may echo it. */
export type Redact = (text: string) => string;

/**
 * Makes the function that takes secrets out of a text: as they are, and as base64, URL-encoded, XML-escaped and
 * JSON-escaped. Shorter than three characters is no secret: replacing it would only garble the text.
 *
 * @example redactor(["s3cret"])("key=s3cret") // "key=***"
 */
export function redactor(secrets: readonly string[]): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    if (secret.length < 3) continue;
    for (const form of encodings(secret)) forms.add(form);
  }
  // Longest first, so that a secret that holds another one is replaced whole.
  const ordered = [...forms].toSorted((a, b) => b.length - a.length);
  return (text) => ordered.reduce((rest, form) => rest.replaceAll(form, "***"), text);
}

function encodings(secret: string): string[] {
  const base64 = Buffer.from(secret, "utf8").toString("base64");
  return [
    secret,
    base64,
    base64.replace(/=+$/, ""),
    base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""),
    encodeURIComponent(secret),
    encodeURIComponent(secret).replaceAll("%20", "+"),
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"),
    secret
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&apos;"),
    JSON.stringify(secret).slice(1, -1),
  ];
}
