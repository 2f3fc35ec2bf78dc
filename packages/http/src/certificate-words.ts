/** The faults of a certificate, by the code that Node gives the error. Each reads on from "its certificate ". */
const words: Readonly<Record<string, string>> = {
  CERT_HAS_EXPIRED: "has expired",
  CERT_NOT_YET_VALID: "is not valid yet; check this machine's clock",
  DEPTH_ZERO_SELF_SIGNED_CERT: "is a self-signed certificate, which this machine does not trust",
  SELF_SIGNED_CERT_IN_CHAIN: "comes from an authority with a self-signed certificate that this machine does not trust",
  UNABLE_TO_GET_ISSUER_CERT: "comes from an authority that this machine does not know",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "comes from an authority that this machine does not know",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "comes from an authority that this machine does not know, or the service does not send the whole chain",
  CERT_REVOKED: "was revoked",
  CERT_SIGNATURE_FAILURE: "has a signature that is not valid",
  ERR_TLS_CERT_ALTNAME_INVALID: "was issued for another name",
};

/**
 * Says what is wrong with the certificate of a service.
 *
 * @param code of the error
 * @returns undefined if the error is not about a certificate
 * @example certificateWords("CERT_HAS_EXPIRED") // "has expired"
 */
export function certificateWords(code: string | undefined): string | undefined {
  return code !== undefined && Object.hasOwn(words, code) ? words[code] : undefined;
}
