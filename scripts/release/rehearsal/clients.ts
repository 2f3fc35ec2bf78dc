import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execute } from "./execute.ts";
import type { WayIn } from "./way-in.ts";

/**
 * The clients, installed and imported. Only the address of the service and the name that decides how the run ends are
 * added to the README's programs.
 */
export const clients: WayIn = {
  name: "clients",
  expected: { pass: "apptest.ai Complete, ATS Passed", fail: "apptest.ai Complete, ATS Failed" },
  take: async ({ stage, readme, sandbox }, scenario) => {
    const { home, env } = await stage.stranger();
    const inHome = {
      cwd: home,
      env: { ...env, APPTEST_USER_ID: "demo", APPTEST_ACCESS_KEY: "demo", ATS_API_TOKEN: "demo" },
    };
    await writeFile(join(home, "app.apk"), "PK\u0003\u0004 an app");
    const installed = await execute("bash", ["-c", readme.block("In your own program", "sh")], inHome);
    const said: string[] = [];
    let { log } = installed;
    for (const [which, service] of ["apptest.ai", "ATS"].entries()) {
      const program = readme
        .block("In your own program", "js", which)
        .replace(/(create\w+Client\(\{)/, `$1 baseUrl: ${JSON.stringify(sandbox)},`)
        .replace(/"(?:Nightly|my-template)"/, JSON.stringify(scenario));
      await writeFile(join(home, "program.mjs"), program);
      const end = await execute("node", ["program.mjs"], inHome);
      log += end.log;
      said.push(`${service} ${end.stdout.trim() || `exit code ${end.code}`}`);
    }
    return { verdict: said.join(", "), log };
  },
};
