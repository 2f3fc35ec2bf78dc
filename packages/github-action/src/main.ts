// The step itself: `runs.main` of action.yml.
import process from "node:process";
import { runPlugin } from "../../remotest/src/plugin/run-plugin.ts";
import manifest from "../../remotest/package.json" with { type: "json" };
import { github } from "./github.ts";
import { showSummary } from "./job-summary.ts";

const { exitCode, report } = await runPlugin(github(process), process, manifest.version);
if (report) showSummary(report.reportDir, process.env["GITHUB_STEP_SUMMARY"]);
process.exitCode = exitCode;
