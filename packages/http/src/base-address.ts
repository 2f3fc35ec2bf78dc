/** The reason why a text cannot be the address of a service. */
export type AddressProblem = "not-http" | "credentials" | "query";

/**
 * Reads the address of a service, without the slashes at its end. The URL of every request begins with it.
 *
 * @returns the address, or the problem with it; the text is not repeated, because it may contain a password
 * @example readBaseAddress("https://ats.example/mendix/") // { address: "https://ats.example/mendix" }
 */
export function readBaseAddress(text: string): { readonly address: string } | { readonly problem: AddressProblem } {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return { problem: "not-http" };
  if (url.username !== "" || url.password !== "") return { problem: "credentials" };
  if (url.search !== "" || url.hash !== "") return { problem: "query" };
  return { address: `${url.origin}${url.pathname.replace(/\/+$/, "")}` };
}
