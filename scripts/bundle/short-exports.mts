/** The bundle's files; only chunks have code. */
type BundleFiles = Record<string, { readonly type: "chunk" | "asset"; code?: string }>;

const one = /Object\.defineProperty\(exports,(["`])([\w$]+)\1,\{enumerable:!0,get:function\(\)\{return ([\w$]+)\}\}\)/;
const many = new RegExp(
  `${one.source}(?:,Object\\.defineProperty\\(exports,(?:"[\\w$]+"|\`[\\w$]+\`),\\{enumerable:!0,get:function\\(\\)\\{return [\\w$]+\\}\\}\\))+`,
  "g",
);

/**
 * Writes the exports of a CommonJS chunk as one table, with the same getters: they are defined one by one otherwise, which
 * takes 13 kB of the command.
 */
export const shortExports = {
  name: "short-exports",
  generateBundle(_options: unknown, bundle: BundleFiles): void {
    for (const chunk of Object.values(bundle)) if (chunk.code !== undefined) chunk.code = inOneTable(chunk.code);
  },
};

function inOneTable(code: string): string {
  return code.replaceAll(many, (all) => {
    const getters = Array.from(
      all.matchAll(new RegExp(one.source, "g")),
      ([, , name, value]) => `${name}:()=>${value}`,
    );
    const define = "Object.defineProperty(exports,e,{enumerable:!0,get:t})";
    return `Object.entries({${getters.join()}}).forEach(([e,t])=>${define})`;
  });
}
