import { userProject } from "../../../test/e2e/plugins/gitlab/pipeline.ts";
import { filledIn } from "./readme.ts";
import { outcomeIn, type WayIn } from "./way-in.ts";

/** The component, included by its tag, in gitlab-ci-local. */
export const gitlab: WayIn = {
  name: "GitLab component",
  expected: { pass: "PASS, passed", fail: "FAIL 1, failed" },
  take: async ({ stage, readme, sandbox }, scenario) => {
    const { env } = await stage.stranger();
    await using shop = await userProject(filledIn(readme.block("GitLab", "yaml"), scenario), env);
    const variables = { ATS_API_TOKEN: "demo", ATS_BASE_URL: sandbox, REMOTEST_POLL_INTERVAL: "100ms" };
    const { log } = await shop.pipeline(variables);
    const outputs = await shop.fileOf("remotest", "remotest-report/outputs.env").catch(() => "");
    const result = / (PASS|FAIL \d+|WARN \d+)\b/.exec(log)?.[1] ?? "no result";
    return { verdict: `${result}, ${outcomeIn(outputs)}`, log };
  },
};
