import { expect, it } from "vitest";
import { certificateWords } from "./certificate-words.ts";
import { brokenExchange, proxyDown } from "./exchange-error.ts";

it.each([
  { code: "CERT_HAS_EXPIRED", words: /^has expired$/ },
  { code: "DEPTH_ZERO_SELF_SIGNED_CERT", words: /self-signed/ },
  { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE", words: /does not know/ },
  { code: "ERR_TLS_CERT_ALTNAME_INVALID", words: /another name/ },
])("$code is told in words, as a certificate that is not trusted", ({ code, words }) => {
  expect(certificateWords(code)).toMatch(words);
  const error = brokenExchange(Object.assign(new Error("as Node says it"), { code }), true);
  expect(error).toMatchObject({ failure: "untrusted", certainlyNotSent: true });
  expect(error.message).toMatch(new RegExp(`^its certificate .*as Node says it; ${code}\\)$`));
});

it.each(["ECONNRESET", "constructor", undefined])("%s is not about a certificate", (code) => {
  expect(certificateWords(code)).toBeUndefined();
});

it("a proxy that cannot be reached is told as the proxy", () => {
  const error = brokenExchange(Object.assign(new Error("The proxy is down"), { code: proxyDown }), true);
  expect(error).toMatchObject({ failure: "proxy-down", message: "The proxy is down" });
});
