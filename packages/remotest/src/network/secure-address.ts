import { type InputTable, optionName, type OptionValues, type Problem, variableName } from "@remotest/core";

/**
 * What is wrong with the addresses of a service: secrets go there, so each must be https, or be this machine. Every
 * address among the inputs of the account counts, of a provider of one's own as well.
 */
export function insecureAddresses(scope: string, table: InputTable, options: OptionValues): Problem[] {
  return Object.entries(table).flatMap(([name, input]) => {
    const address = options[name];
    if (input.type !== "url" || typeof address !== "string" || isSecure(address)) return [];
    return [
      {
        message: `${optionName(name)} (or ${variableName(scope, name)}): ${JSON.stringify(address)} is not https, so secrets would travel unencrypted.`,
        suggestion: "Give an address that begins with https:, or --insecure-http where that is meant.",
      },
    ];
  });
}

/** Whether nobody but the service can read what is sent to an address. */
function isSecure(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol !== "http:" || isLoopback(hostname);
}

/** @param hostname as `URL` writes it: lower case, an IPv4 address as four decimal numbers, IPv6 in brackets. */
function isLoopback(hostname: string): boolean {
  return /^127(?:\.\d{1,3}){3}$/.test(hostname) || hostname === "[::1]" || /^(?:[^.]+\.)*localhost\.?$/.test(hostname);
}
