import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { startAgent } from "../../../test/e2e/plugins/jenkins/build.ts";
import { execute } from "./execute.ts";
import { filledIn } from "./readme.ts";
import type { WayIn } from "./way-in.ts";

/** The library, loaded at its tag as Jenkins does: a checkout of the tag, then `vars/` and `src/`. */
export const jenkins: WayIn = {
  name: "Jenkins library",
  expected: { pass: "SUCCESS", fail: "UNSTABLE" },
  take: async ({ stage, readme, sandbox }, scenario) => {
    const { home, env } = await stage.stranger();
    const jenkinsfile = filledIn(readme.block("Jenkins", "groovy"), scenario);
    const [, tag = ""] = /identifier: '\w+@([^']+)'/.exec(jenkinsfile) ?? [];
    const [, remote = ""] = /remote: '([^']+)'/.exec(jenkinsfile) ?? [];
    const library = join(home, "library");
    await mkdir(library);
    const checkout = await execute("git", ["clone", "--quiet", "--branch", tag, remote, library], { cwd: home, env });
    if (checkout.code !== 0) return { verdict: `${tag} cannot be checked out`, log: checkout.log };
    await using agent = await startAgent();
    const { result, log } = await agent.build({
      jenkinsfile,
      library,
      credentials: { "ats-api-token": "demo" },
      env: { ...env, ATS_BASE_URL: sandbox, REMOTEST_POLL_INTERVAL: "100ms" },
    });
    return { verdict: result, log };
  },
};
