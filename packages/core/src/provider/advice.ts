import type { FailedCall, ServiceWords } from "./failed-call.ts";

/** Says what a person can do about a failed call, with the names of the command's options. */
export function adviceOn({ failure, httpStatus }: FailedCall, service: ServiceWords): string {
  const { title, address = "--base-url" } = service;
  switch (failure) {
    case "input":
    case "refused":
      return "Read the reason, and fix what it names.";
    case "status":
      return adviceOnStatus(httpStatus ?? 0, service);
    case "redirect":
      return `Redirects are not followed: if this one leads to an address of ${title}, give that address (${address}).`;
    case "proxy-refused":
      return `Check the user and the password of the proxy (--proxy, or HTTPS_PROXY), whether it lets you through to ${title}, and your account there.`;
    case "proxy-down":
      return `Check that this proxy is up and that its address is right. NO_PROXY names the hosts that are reached without it.`;
    case "untrusted":
      return `Give the authority that signed the certificate of ${title} with --ca-file, for example the one of your company's proxy; or check the address (${address}).`;
    case "transport":
      return `Check the address (${address}), the network, the proxy (--proxy, or HTTPS_PROXY) and the certificate authorities (--ca-file).`;
    case "timeout":
      return `Check that ${title} is up, and that this machine can reach it: the address (${address}), the network, the proxy (--proxy, or HTTPS_PROXY).`;
    case "too-large":
      return "Allow larger answers with --max-response.";
    case "unreadable":
      return `Check that the address (${address}) is the one of ${title}, and the proxy in front of it. If both are right, report the answer to the support of ${title}.`;
  }
}

function adviceOnStatus(httpStatus: number, { title, account, address = "--base-url" }: ServiceWords): string {
  if (httpStatus === 401 || httpStatus === 403) return `Check ${account}.`;
  if (httpStatus === 404 || httpStatus === 405) return `Check the address of ${title} (${address}).`;
  if (httpStatus === 413) return `The request is larger than ${title}, or a proxy before it, accepts.`;
  if (httpStatus === 429) return "Too many requests: try again later.";
  if (httpStatus >= 500) return `${title}, or a gateway in front of it, has a problem: try again later.`;
  return `Check the address of ${title} (${address}) and any proxy before it.`;
}
