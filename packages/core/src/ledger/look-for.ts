/** Says what to look for at the service. */
export function lookFor(token: string | null | undefined): string {
  return token ? `for a run whose name begins with [${token}]` : "whether the run is there";
}
