import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The README of the release that is rehearsed. */
export interface Readme {
  /**
   * Returns the first block of code in a language behind the words with which its paragraph begins.
   * @throws {Error} if there is none: a stranger would not find it either.
   */
  readonly block: (words: string, language: string, which?: number) => string;
}

/** Reads the README of a repository. */
export function readmeOf(repository: string): Readme {
  const text = readFileSync(join(repository, "README.md"), "utf8");
  return {
    block: (words, language, which = 0) => {
      const start = text.indexOf(`\n**${words}**`);
      const section = start === -1 ? "" : (text.slice(start + 1).split(/^(?:\*\*|## )/m)[1] ?? "");
      const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms");
      const code = [...section.matchAll(fence)][which]?.[1];
      if (code === undefined) throw new Error(`README.md shows no ${language} below "${words}".`);
      return code;
    },
  };
}

/** Fills in what the README leaves to its reader. The template decides how a run of the sandbox ends. */
export function filledIn(code: string, scenario: string): string {
  return code.replaceAll("your-app-id", "SHOP-1").replaceAll("your-template-id", scenario);
}
