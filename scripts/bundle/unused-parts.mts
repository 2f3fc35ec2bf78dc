import { join } from "node:path";

const plainHeaders = join(import.meta.dirname, "../../packages/remotest/src/network/plain-headers.ts");

/** With `DEBUG` set, as in some pipelines, the agents of proxies would print their address and every request's head. */
const silentDebug = `
const silent = Object.assign(() => undefined, { enabled: false, extend: () => silent });
module.exports = Object.assign(() => silent, { enable() {}, disable() {}, enabled: () => false });`;

/**
 * soap depends on an HTTP client and on signatures. The ATS client uses our HTTP client and signs nothing, so they would
 * only make the download and the first request slower.
 */
const unusedBySoap = new Set(["axios", "axios-ntlm", "formidable", "xml-crypto"]);
/** `crypto` is for its signatures, and for the ID of an exchange, which it is given. */
const isUnused = (id: string, importer = ""): boolean =>
  id === "debug" ||
  unusedBySoap.has(id) ||
  (/^(?:\.\.?\/http|crypto)$/.test(id) && /[\\/]soap[\\/]lib[\\/]/.test(importer));
export const withoutUnusedParts = {
  name: "without-unused-parts",
  resolveId: (id: string, importer?: string) => (isUnused(id, importer) ? `\0unused:${id}` : null),
  load: (id: string) =>
    id.startsWith("\0unused:") ? (id === "\0unused:debug" ? silentDebug : "module.exports = {};") : null,
};

/**
 * openapi-fetch fills a `Headers` for each request, and asks of each body whether it is a `FormData`. Both built-in ones
 * would load all of the built-in fetch, and with it HTTP/2, zlib and workers: 12 MB of memory. No client passes a form.
 */
export const withoutBuiltInFetch = {
  name: "without-built-in-fetch",
  transform: (code: string, id: string) =>
    /[\\/]openapi-fetch[\\/]/.test(id)
      ? `import { PlainHeaders as Headers } from ${JSON.stringify(plainHeaders)};\nclass FormData {}\n${code}`
      : null,
};
