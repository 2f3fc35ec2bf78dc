import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { extname } from "node:path";
import { quotedPath } from "../files/portable-path.ts";
import { listed } from "./listed.ts";
import type { Problem } from "./problem.ts";
import type { InputNames } from "./wording.ts";

/** A file that a start uploads, and the input that names it. */
export interface FileToCheck {
  /** The name of the provider. */
  readonly scope: string;
  /** The name of the input in the provider's table. */
  readonly input: string;
  readonly path: string;
  /** The extensions that are accepted, such as `.apk`, and who accepts no other. Default: any. */
  readonly accepted?: { readonly extensions: readonly string[]; readonly by: string } | undefined;
}

/**
 * Checks a file, so that you do not wait for an upload that fails or that the service would refuse. Returns every problem;
 * none if the file exists, is not empty, can be read, and has an accepted extension. Sends nothing.
 *
 * @example await fileProblems({ scope: "checks", input: "appFile", path: "app.apk" }) // [] if it can be uploaded
 */
export async function fileProblems({ scope, input, path, accepted }: FileToCheck): Promise<Problem[]> {
  const label = ({ optionOrVariable }: InputNames): string => `${optionOrVariable(scope, input)}: ${quotedPath(path)}`;
  const problems: Problem[] = [];
  if (accepted && !accepted.extensions.includes(extname(path).toLowerCase()))
    problems.push({
      message: (names) =>
        `${label(names)} does not end in ${listed(accepted.extensions, "or")}: ${accepted.by} accepts no other file.`,
    });
  try {
    const file = await stat(path);
    if (!file.isFile()) problems.push({ message: (names) => `${label(names)} is not a file.` });
    else if (file.size === 0) problems.push({ message: (names) => `${label(names)} is empty.` });
    await access(path, constants.R_OK);
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    problems.push({
      message: (names) => `${label(names)} ${missing ? "does not exist" : `cannot be read: ${String(error)}`}.`,
      ...(missing ? { suggestion: "Check the path: it is relative to the working directory." } : {}),
    });
  }
  return problems;
}
