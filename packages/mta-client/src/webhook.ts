import { isExecutionId } from "./answers.ts";

/**
 * Returns true if MTA has signed a message with the secret key of the account's settings: Base64 of the HMAC-SHA256 of the
 * body, as the vendor's how-to says. Compares in constant time.
 *
 * @param body the bytes as they came: the same JSON in another spelling has another signature
 * @example isSignedMessage({ body, signature: request.headers["signature"], secretKey })
 */
export function isSignedMessage(message: {
  readonly body: Uint8Array;
  readonly signature: string | undefined;
  readonly secretKey: string;
}): boolean {
  const { body, signature, secretKey } = message;
  // Without a key, anyone could sign.
  if (signature === undefined || secretKey === "") return false;
  const given = Buffer.from(signature, "base64");
  // Buffer.from skips what is not Base64: only one spelling of a signature counts, with or without its padding.
  if (unpadded(given.toString("base64")) !== unpadded(signature.trim())) return false;
  // Loaded only if a message comes: commands that are not called need no cryptography.
  const { createHmac, timingSafeEqual } = process.getBuiltinModule("node:crypto");
  const expected = createHmac("sha256", secretKey).update(body).digest();
  return given.length === expected.length && timingSafeEqual(given, expected);
}

/**
 * Returns the execution id of the run that a message is about. Its other fields are not read: a message is not a result.
 * @returns undefined if the message has none that can be read.
 */
export function executionIdIn(body: Uint8Array): string | undefined {
  try {
    const message: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
    const id: unknown =
      typeof message === "object" && message !== null ? Reflect.get(message, "ExecutionId") : undefined;
    return typeof id === "string" && isExecutionId(id) ? id : undefined;
  } catch {
    return undefined;
  }
}

function unpadded(base64: string): string {
  return base64.replace(/={1,2}$/, "");
}
