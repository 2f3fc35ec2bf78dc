import type { IncomingMessage } from "node:http";

/** True if the request has `Authorization: Basic` with exactly this user and key. */
export function hasBasicAuth(request: IncomingMessage, user: string, key: string): boolean {
  const [scheme, credentials, ...rest] = (request.headers.authorization ?? "").trim().split(/ +/);
  if (scheme?.toLowerCase() !== "basic" || credentials === undefined || rest.length > 0) return false;
  return credentials === Buffer.from(`${user}:${key}`, "utf8").toString("base64");
}
