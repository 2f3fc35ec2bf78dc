import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execute } from "./execute.ts";
import { filledIn } from "./readme.ts";
import { outcomeIn, type WayIn } from "./way-in.ts";

/** The command, as npx gets it from the registry. */
export const command: WayIn = {
  name: "npx",
  expected: { pass: "exit code 0, passed", fail: "exit code 1, failed" },
  take: async ({ stage, readme, sandbox }, scenario) => {
    const { home, env } = await stage.stranger();
    const script = filledIn(readme.block("Everywhere else", "sh"), scenario).replace(
      "ATS_API_TOKEN=…",
      "ATS_API_TOKEN=demo",
    );
    const { code, log } = await execute("bash", ["-c", script], {
      cwd: home,
      env: { ...env, ATS_BASE_URL: sandbox, REMOTEST_POLL_INTERVAL: "100ms" },
    });
    const outputs = await readFile(join(home, "remotest-report/outputs.env"), "utf8").catch(() => "");
    return { verdict: `exit code ${code}, ${outcomeIn(outputs)}`, log };
  },
};
