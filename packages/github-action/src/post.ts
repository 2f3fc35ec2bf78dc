// The end of the job: `runs.post` of action.yml. Says again what a cancelled step may have had no time to be read for.
import process from "node:process";
import { getState, info, notice } from "@actions/core";
import { goesOnLines } from "@remotest/plugin";
import { addToSummary } from "./job-summary.ts";

const refs = getState("run-ref").split(" ").filter(Boolean);
const lines = goesOnLines(refs, getState("outcome"));
if (lines.length > 0) {
  info(lines.join("\n"));
  notice(lines.join("\n"), { title: "Remotest: a remote run goes on" });
  await addToSummary(`\n${lines.map((line) => `    ${line}`).join("\n")}\n`, process.env);
}
