import { sep } from "node:path";

/**
 * Returns a path as other programs read it from our files, whichever system they run on: with forward slashes. Windows
 * takes both, but in dotenv, JUnit and shells a backslash is an escape, and a browser shows it as part of a name. On other
 * systems a backslash is part of a name, and stays.
 *
 * @param separator of the system that the path is from
 * @example portablePath("C:\\builds\\remotest-report", "\\") // "C:/builds/remotest-report"
 */
export function portablePath(path: string, separator: string = sep): string {
  if (separator !== "\\") return path;
  // This form for paths of any length is only valid with backslashes, and programs of today do not need it.
  const plain = path.replace(/^\\\\\?\\(?:UNC\\)?/i, (lead) => (/unc/i.test(lead) ? "\\\\" : ""));
  return plain.replaceAll("\\", "/");
}

/**
 * Quotes a path in a sentence. JSON would double each backslash, and the path could not be pasted.
 * @example quotedPath("C:\\builds\\remotest-report", "\\") // '"C:/builds/remotest-report"'
 */
export function quotedPath(path: string, separator: string = sep): string {
  return JSON.stringify(portablePath(path, separator));
}
