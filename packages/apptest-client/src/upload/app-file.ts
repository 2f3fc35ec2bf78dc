import { basename, extname } from "node:path";
import { openSentFile, type SentFile } from "@remotest/http/upload";
import { appFileExtensions } from "../generated/limits.ts";

/** Opens the app file. Returns a string if there is a problem with it, for the list of problems. */
export async function openAppFile(path: string): Promise<SentFile | string> {
  if (typeof path !== "string" || path === "") return "appFile is missing";
  const extension = extname(path).slice(1).toLowerCase();
  if (!appFileExtensions.some((known) => known === extension)) {
    return `appFile: ${basename(path)} does not end in .${appFileExtensions.join(", .")}`;
  }
  const file = await openSentFile(path);
  return typeof file === "string" ? `appFile: ${file}` : file;
}
