import type { Test } from "ctrf";
import { createHash } from "node:crypto";
import { type CleanText, clean, type OwnText, uuidText } from "../words/service-text.ts";
import type { Clean } from "./clean-ctrf.ts";

/** The namespace of the IDs that CTRF's own library makes. */
const namespace = Buffer.from("6ba7b8109dad11d180b400c04fd430c8", "hex");

/**
 * Returns the properties by which CTRF's tools follow a test. CTRF's own insights know a test only by its name, so the
 * name contains the place of its run. The ID is the one that CTRF's library makes of the suite and the name.
 *
 * @example identityIn(clean`checkout`, clean`Orders`, clean`Order is paid`).name // "Order is paid (checkout)"
 */
export function identityIn(
  place: CleanText,
  suite: CleanText,
  name: CleanText,
): Pick<Clean<Test>, "testId" | "name"> & { readonly suite: readonly CleanText[] } {
  const path = place === "" ? [suite] : [place, suite];
  const full = place === "" ? name : clean`${name} (${place})`;
  return { testId: nameUuid(`${full}|${path.join("/")}|`), name: full, suite: path };
}

/** Returns the UUID of a text: version 5 of RFC 9562. */
export function nameUuid(name: string): OwnText {
  const bytes = createHash("sha1").update(namespace).update(name, "utf8").digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return uuidText(bytes);
}
