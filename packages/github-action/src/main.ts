// The step itself: `runs.main` of action.yml.
import process from "node:process";
import { warning } from "@actions/core";
import { runPlugin } from "@remotest/plugin";
import { failUntilReported } from "@remotest/plugin";
import manifest from "remotest/package.json" with { type: "json" };
import { github } from "./github.ts";
import { showSummary } from "./job-summary.ts";

// Written out here, because the library writes to a stream, and a process that exits only writes synchronously. Nothing
// in the line needs escaping.
const lastWords = (code: number): string =>
  `\n::error title=Remotest::The step ended with ${code} before there was a verdict.\n`;

const { markReported, leave } = failUntilReported(process, lastWords);
const step = { env: process.env, on: process.on.bind(process), leave };
const { exitCode, report } = await runPlugin(github(process), step, manifest.version);
const missing = report && (await showSummary(report.reportDir, process.env));
if (missing !== undefined) warning(missing, { title: "Remotest" });
markReported(exitCode);
