// A lone surrogate or a control character has no place in XML, escaped or not.
// oxlint-disable-next-line no-control-regex -- these are the characters that XML 1.0 excludes
const unfit = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** A text as it may stand between tags or in a quoted attribute; what XML cannot hold becomes U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(unfit, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("\r", "&#13;")
    .replaceAll("\n", "&#10;")
    .replaceAll("\t", "&#9;");
}

/** A text as a CDATA section; a `]]>` inside is split over two of them. */
export function cdata(text: string): string {
  return `<![CDATA[${text.replace(unfit, "\ufffd").replaceAll("]]>", "]]]]><![CDATA[>")}]]>`;
}
