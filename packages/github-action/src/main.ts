// The step itself: `runs.main` of action.yml.
import process from "node:process";
import { runPlugin } from "@remotest/plugin";
import { unfinished } from "@remotest/plugin";
import manifest from "remotest/package.json" with { type: "json" };
import { github } from "./github.ts";
import { showSummary } from "./job-summary.ts";
import { workflowCommand } from "./workflow-commands.ts";

const { told, leave } = unfinished(
  process,
  (code) =>
    `\n${workflowCommand("error", { title: "Remotest" }, `The step ended with ${code} before there was a verdict.`)}`,
);
const step = { env: process.env, on: process.on.bind(process), leave };
const { exitCode, report } = await runPlugin(github(process), step, manifest.version);
const missing = report && showSummary(report.reportDir, process.env["GITHUB_STEP_SUMMARY"]);
if (missing !== undefined) process.stdout.write(workflowCommand("warning", { title: "Remotest" }, missing));
told(exitCode);
