// Lone surrogates and control characters are not valid in XML, escaped or not.
// oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 excludes
const excluded = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** Escapes a text for use between tags or in a quoted attribute. Characters that XML excludes become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(excluded, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\t", "&#9;");
}

/** Writes a text as a CDATA section; a `]]>` inside is split over two sections. */
export function cdata(text: string): string {
  return `<![CDATA[${text.replace(excluded, "\ufffd").replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}
