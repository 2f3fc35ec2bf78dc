import type { InputTable, OptionValues, Problem } from "@remotest/core";

/**
 * Finds the addresses of a service that are neither https nor this machine: secrets are sent there. Checks every
 * address among the inputs of the account, even those of the user's own provider.
 */
export function insecureAddresses(scope: string, table: InputTable, options: OptionValues): Problem[] {
  return Object.entries(table).flatMap(([name, input]) => {
    const address = options[name];
    if (input.type !== "url" || typeof address !== "string" || isSecure(address)) return [];
    return [
      {
        message: ({ optionOrVariable }) =>
          `${optionOrVariable(scope, name)}: ${JSON.stringify(address)} is not https, so secrets would be sent unencrypted.`,
        suggestion: ({ option }) =>
          `Use an address that begins with https:, or set ${option("insecureHttp")} if this is intended.`,
      },
    ];
  });
}

/** True if only the service can read what is sent to the address. */
export function isSecure(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol !== "http:" || isLoopback(hostname);
}

/** @param hostname as `URL` writes it: lower case, an IPv4 address as four decimal numbers, IPv6 in brackets. */
function isLoopback(hostname: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/.test(hostname) || hostname === "[::1]" || /^(?:[^.]+\.)*localhost\.?$/.test(hostname);
}
