// The package has no types.
declare module "proxy-from-env" {
  /** Returns the proxy for an address by HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY, or an empty text. */
  export function getProxyForUrl(url: string): string;
}
