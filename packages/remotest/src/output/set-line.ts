import { platform } from "node:os";

/**
 * Returns the line that sets environment variables in the system's usual shell: PowerShell on Windows. The values have no
 * characters that a shell reads.
 *
 * @example setLine({ ATS_API_TOKEN: "demo" }, "linux") // "export ATS_API_TOKEN=demo"
 */
export function setLine(variables: Readonly<Record<string, string>>, system: string = platform()): string {
  const pairs = Object.entries(variables);
  if (system === "win32") return pairs.map(([name, value]) => `$env:${name} = "${value}"`).join("; ");
  return `export ${pairs.map(([name, value]) => `${name}=${value}`).join(" ")}`;
}
