/** Each row is an encoding in which some program echoes what it was sent. */
export const encodings: readonly (readonly [title: string, encode: (text: string) => string])[] = [
  ["as it is", (text) => text],
  ["base64", (text) => Buffer.from(text).toString("base64")],
  ["base64 without padding", (text) => Buffer.from(text).toString("base64").replace(/=+$/, "")],
  ["base64url", (text) => Buffer.from(text).toString("base64url")],
  ["base64url with padding", (text) => Buffer.from(text).toString("base64").replaceAll("+", "-").replaceAll("/", "_")],
  ["base64 in a URL", (text) => encodeURIComponent(Buffer.from(text).toString("base64"))],
  ["base64 in JSON as PHP writes it", (text) => Buffer.from(text).toString("base64").replaceAll("/", String.raw`\/`)],
  ["URL-encoded", encodeURIComponent],
  [
    "URL-encoded, with lower-case digits",
    (text) => encodeURIComponent(text).replaceAll(/%../g, (hex) => hex.toLowerCase()),
  ],
  ["URL-encoded as a form", (text) => new URLSearchParams([["", text]]).toString().slice(1)],
  ["URL-encoded as a path, which leaves more as it is", encodeURI],
  ["XML text", xmlText],
  ["XML text that leaves > as it is", (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")],
  ["an XML attribute", (text) => inXml(text, "&quot;", "&apos;")],
  ["an HTML attribute as most write it", (text) => inXml(text, "&quot;", "&#39;")],
  ["an HTML attribute as Go writes it", (text) => inXml(text, "&#34;", "&#39;")],
  ["an HTML attribute as Python and PHP write it", (text) => inXml(text, "&quot;", "&#x27;")],
  ["an HTML attribute with leading zeros", (text) => inXml(text, "&#034;", "&#039;")],
  ["decimal references", (text) => each(text, (_, code) => `&#${code};`)],
  ["hexadecimal references", (text) => each(text, (_, code) => `&#x${code.toString(16)};`)],
  ["hexadecimal references in capitals", (text) => each(text, (_, code) => `&#X${code.toString(16).toUpperCase()};`)],
  ["JSON", inJson],
  ["JSON as PHP writes it, ASCII and slashes escaped", (text) => inAscii(inJson(text)).replaceAll("/", String.raw`\/`)],
  [
    "JSON as Go and .NET write it, safe in HTML",
    (text) => inJson(text).replaceAll(/[<>&'+]/g, (c) => `\\u00${c.charCodeAt(0).toString(16).toUpperCase()}`),
  ],
  ["JSON inside JSON", (text) => inJson(inJson(text))],
  ["ASCII JSON inside JSON", (text) => inJson(inAscii(inJson(text)))],
];

/** Encodes each character that is not a letter or a digit of ASCII. */
export function each(text: string, encode: (character: string, code: number) => string): string {
  return Array.from(text, (c) => (/[A-Za-z0-9]/.test(c) ? c : encode(c, c.codePointAt(0) ?? 0))).join("");
}

/** Escapes a text as the content of an XML element. */
export function xmlText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** Escapes a text as the value of an XML attribute, with these references for quotes. */
export function inXml(text: string, quote: string, apostrophe: string): string {
  return xmlText(text).replaceAll('"', quote).replaceAll("'", apostrophe);
}

/** Escapes a text as JSON does inside a string. */
export function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Escapes every character outside ASCII as JSON does. */
export function inAscii(text: string): string {
  return text.replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
