// The end of the job: `runs.post` of action.yml. Repeats how to wait for the runs that a cancelled step left.
import process from "node:process";
import { getState, info, notice } from "@actions/core";
import { stillRunningLines } from "@remotest/plugin";
import { addToSummary } from "./job-summary.ts";

const refs = getState("run-ref").split(" ").filter(Boolean);
const lines = stillRunningLines({ refs, command: getState("attach-command") }, getState("outcome"));
if (lines.length > 0) {
  info(lines.join("\n"));
  notice(lines.join("\n"), { title: "Remotest: a remote run may still be running" });
  await addToSummary(`\n${lines.map((line) => `    ${line}`).join("\n")}\n`, process.env);
}
