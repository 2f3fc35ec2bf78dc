/** True for a run with small inputs, which only shows that a benchmark works: `pnpm bench --smoke`. */
export const isSmoke: boolean = process.argv.includes("--smoke");
