import { globSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { runTask, type TaskSetup } from "../../../test/e2e/plugins/azure/agent.ts";
import { oldestNode, oldestVersion } from "../../../test/e2e/stage/oldest-node.ts";
import { run } from "../program.ts";
import { filledIn } from "./readme.ts";
import type { WayIn } from "./way-in.ts";

interface Pipeline {
  readonly jobs: readonly { readonly steps: readonly { readonly inputs: Readonly<Record<string, string>> }[] }[];
}

/** The task of the extension, unzipped as Azure DevOps does, on both of the agent's versions of Node. */
export const azure: readonly WayIn[] = [
  wayIn(`Azure task, Node ${oldestVersion}`, () => ({ node: oldestNode(), handler: "Node20_1" })),
  wayIn(`Azure task, Node ${process.versions.node}`, () => ({ node: process.execPath, handler: "Node24" })),
];

function wayIn(name: string, agent: () => Pick<TaskSetup, "node" | "handler">): WayIn {
  return {
    name,
    expected: { pass: "Succeeded, passed", fail: "Failed, failed" },
    take: async ({ stage, readme, sandbox }, scenario) => {
      const { home } = await stage.stranger();
      const [file] = globSync("gallery/*.*.*.vsix", { cwd: stage.folder });
      if (file === undefined) return { verdict: "no extension", log: "" };
      await run("unzip", ["-q", join(stage.folder, file), "-d", join(home, "extension")]);
      const { jobs } = parse(filledIn(readme.block("Azure DevOps", "yaml"), scenario)) as Pipeline;
      // The agent replaces the variable before the task sees it.
      const given = Object.entries(jobs[0]?.steps[0]?.inputs ?? {});
      const inputs = given.map(([key, value]) => [key, value.replace("$(ATS_API_TOKEN)", "demo")] as const);
      const { main } = await runTask(join(home, "extension/RemotestRun"), {
        inputs: Object.fromEntries(inputs),
        cwd: home,
        env: { HOME: home, ATS_BASE_URL: sandbox, REMOTEST_POLL_INTERVAL: "100ms" },
        ...agent(),
      });
      return { verdict: `${main.result}, ${main.outputs["outcome"]}`, log: main.log };
    },
  };
}
