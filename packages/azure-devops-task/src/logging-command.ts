/**
 * One logging command, the line by which a task speaks to the agent. The only place that escapes: whatever is in the
 * message or in a property stays there.
 *
 * @example loggingCommand("task.logissue", { type: "error" }, "failed") // "##vso[task.logissue type=error;]failed\n"
 */
export function loggingCommand(name: string, properties: Readonly<Record<string, string>>, message: string): string {
  const given = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(value)};`);
  return `##vso[${[name, given.join("")].filter(Boolean).join(" ")}]${escaped(message)}\n`;
}

function escaped(text: string): string {
  return text.replaceAll("%", "%AZP25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll("]", "%5D").replaceAll(";", "%3B");
}
