// The end of the job: `runs.post` of action.yml. Says again what a cancelled step may have had no time to be read for.
import process from "node:process";
import { goesOnLines } from "@remotest/plugin";
import { appendTo, workflowCommand } from "./workflow-commands.ts";

const refs = (process.env["STATE_run-ref"] ?? "").split(" ").filter(Boolean);
const lines = goesOnLines(refs, process.env["STATE_outcome"] ?? "");
if (lines.length > 0) {
  process.stdout.write(`${lines.join("\n")}\n`);
  process.stdout.write(workflowCommand("notice", { title: "Remotest: a remote run goes on" }, lines.join("\n")));
  appendTo(process.env["GITHUB_STEP_SUMMARY"], `\n${lines.map((line) => `    ${line}`).join("\n")}\n`);
}
