import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";

/**
 * One workflow command, the line by which an action speaks to the runner. The only place that escapes: whatever is in
 * the message or in a property stays there.
 *
 * @example workflowCommand("error", { title: "Pay: no button" }, "failed") // "::error title=Pay%3A no button::failed\n"
 */
export function workflowCommand(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)}`);
  return `::${[name, given.join(",")].filter(Boolean).join(" ")}::${escaped(message)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/**
 * One value for a file of names and values, such as GITHUB_OUTPUT. What ends the value cannot be guessed, so no value
 * can end itself early and add a name of its own.
 */
export function fileEntry(name: string, value: string, delimiter: string = `remotest-${randomUUID()}`): string {
  return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
}

/** Adds to a file of the runner; a runner that names no such file has no use for it. */
export function appendTo(path: string | undefined, text: string): void {
  if (path) appendFileSync(path, text);
}
