import { worded, type InputNames, type Wording } from "../inputs/wording.ts";
import type { FailedCall, ServiceWords } from "./failed-call.ts";

/** Says what a person can do about a failed call. */
export function adviceOn(failed: FailedCall, service: ServiceWords): Wording {
  return (names) => adviceIn(names, failed, service);
}

function adviceIn(names: InputNames, { failure, httpStatus }: FailedCall, service: ServiceWords): string {
  const { title } = service;
  const address = addressIn(names, service);
  const proxy = `${names.option("proxy")}, or HTTPS_PROXY`;
  switch (failure) {
    case "input":
    case "refused":
      return "Read the reason, and fix what it names.";
    case "status":
      return adviceOnStatus(names, httpStatus ?? 0, service);
    case "redirect":
      return `Redirects are not followed: if this one leads to an address of ${title}, give that address (${address}).`;
    case "proxy-refused":
      return `Check the user and the password of the proxy (${proxy}), whether it lets you through to ${title}, and your account there.`;
    case "proxy-down":
      return `Check that this proxy is up and that its address is right. NO_PROXY names the hosts that are reached without it.`;
    case "untrusted":
      return `Give the authority that signed the certificate of ${title} with ${names.option("caFile")}, for example the one of your company's proxy; or check the address (${address}).`;
    case "transport":
      return `Check the address (${address}), the network, the proxy (${proxy}) and the certificate authorities (${names.option("caFile")}).`;
    case "timeout":
      return `Check that ${title} is up, and that this machine can reach it: the address (${address}), the network, the proxy (${proxy}).`;
    case "too-large":
      return `Allow larger answers with ${names.option("maxResponse")}.`;
    case "unreadable":
      return `Check that the address (${address}) is the one of ${title}, and the proxy in front of it. If both are right, report the answer to the support of ${title}.`;
  }
}

function adviceOnStatus(names: InputNames, httpStatus: number, service: ServiceWords): string {
  const { title, account } = service;
  const address = addressIn(names, service);
  if (httpStatus === 401 || httpStatus === 403) return `Check ${worded(account, names)}.`;
  if (httpStatus === 404 || httpStatus === 405) return `Check the address of ${title} (${address}).`;
  if (httpStatus === 413) return `The request is larger than ${title}, or a proxy before it, accepts.`;
  if (httpStatus === 429) return "Too many requests: try again later.";
  if (httpStatus >= 500) return `${title}, or a gateway in front of it, has a problem: try again later.`;
  return `Check the address of ${title} (${address}) and any proxy before it.`;
}

function addressIn(names: InputNames, { address }: ServiceWords): string {
  return address === undefined ? names.option("baseUrl") : worded(address, names);
}
