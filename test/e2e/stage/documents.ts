import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The repository's root. */
export const root: string = join(import.meta.dirname, "../../..");

/** A page of the repository. */
export interface Page {
  /** Path from the root. */
  readonly path: string;
  readonly text: string;
}

/** Every Markdown page of the repository. */
export const pages: readonly Page[] = globSync("**/*.md", {
  cwd: root,
  exclude: (path) => /(^|\/)(node_modules|dist|\.git|\.cache|\.turbo|remotest-report)$/.test(path),
})
  .toSorted()
  .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));

/** One page by its path. */
export function page(path: string): Page {
  const found = pages.find((each) => each.path === path);
  if (!found) throw new Error(`${path} is missing`);
  return found;
}

/** A fenced block of code. */
export interface Block {
  readonly language: string;
  readonly code: string;
}

/** The fenced blocks of a page, in order. */
export function blocks({ text }: Page): readonly Block[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = "", code = ""]) => ({ language, code }));
}

/** Returns the links of a page, without those in code. */
export function links({ text }: Page): readonly string[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, "").replaceAll(/`[^`\n]*`/g, "code");
  return [...prose.matchAll(/\]\(<?([^)>\s]+)>?\)|^\[[^\]]+\]:\s+(\S+)|(?:src|srcset|href)="([^"]+)"/gm)].map(
    ([, inline, reference, attribute]) => inline ?? reference ?? attribute ?? "",
  );
}

/** The addresses of a page's headings, as GitHub makes them. */
export function anchors({ text }: Page): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
      .trim()
      .replaceAll(/\s/g, "-"),
  );
}
