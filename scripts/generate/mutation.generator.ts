import { currentPage } from "../mutation/measured.ts";
import type { GeneratedFiles } from "./generate.ts";

/** Writes the page of mutation scores from the last measurement of each file and the reasons that are given. */
export default async function mutation(): Promise<GeneratedFiles> {
  return { "docs/mutation.md": currentPage() };
}
