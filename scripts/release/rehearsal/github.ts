import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { execute } from "./execute.ts";
import { serveRepositories } from "./git-server.ts";
import type { WayIn } from "./way-in.ts";

/** Instead of actions that need GitHub itself. Ours is cloned from its repository. */
const standIn =
  "runs: { using: composite, steps: [{ run: 'true', shell: bash }] }\nname: Stand-in\ndescription: Nothing\n";

/** The action by its tag, in act, which clones it from its repository as GitHub would. */
export const github: WayIn = {
  name: "GitHub Action",
  expected: { pass: "Job succeeded, ✅ Passed", fail: "Job failed, ❌ Failed" },
  take: async ({ stage, readme, sandbox }, scenario) => {
    const { home, env } = await stage.stranger();
    await using server = await serveRepositories(stage.folder);
    const shop = join(home, "shop");
    await mkdir(join(shop, ".github/workflows"), { recursive: true });
    await mkdir(join(home, "stand-in"));
    await writeFile(join(home, "stand-in/action.yml"), standIn);
    const workflow = readme.block("GitHub Actions", "yaml");
    await writeFile(join(shop, ".github/workflows/remote-tests.yml"), workflow);
    await writeFile(join(shop, "app-release.apk"), "PK\u0003\u0004 an app");
    const inShop = { cwd: shop, env: { ...env, SSL_CERT_FILE: server.certificate } };
    // The subject of the commit is the name of the run, which decides how it ends.
    const commit = `git init -q -b main && git add . && git commit -q -m ${scenario} &&
      git remote add origin https://${server.host}/stranger/shop`;
    await execute("bash", ["-c", commit], inShop);
    const others = [...workflow.matchAll(/uses: (actions\/(?!checkout)\S+)/g)].flatMap(([, action]) => [
      "--local-repository",
      `${action}=${join(home, "stand-in")}`,
    ]);
    const given = Object.entries({ APPTEST_BASE_URL: sandbox, REMOTEST_POLL_INTERVAL: "100ms" });
    const settings = given.flatMap(([name, value]) => ["--env", `${name}=${value}`]);
    const machine = ["-P", "ubuntu-latest=-self-hosted", "--github-instance", server.host];
    const args = ["push", ...machine, "-s", "APPTEST_ACCESS_KEY=demo:demo", ...others, ...settings];
    const { code, log } = await execute(process.env["ACT"] ?? "act", args, inShop);
    const summary = /Summary - ## (\S+ \w+)/.exec(log)?.[1] ?? "no summary";
    return { verdict: `Job ${code === 0 ? "succeeded" : "failed"}, ${summary}`, log };
  },
};
