// The end of the job: `postjobexecution` of task.json. Says again what a cancelled task may have had no time to be read for.
import process from "node:process";
import { goesOnLines } from "@remotest/plugin";
import { remembered } from "./azure.ts";
import { loggingCommand } from "./logging-command.ts";

const refs = remembered(process.env, "run-ref").split(" ").filter(Boolean);
for (const line of goesOnLines(refs, remembered(process.env, "outcome")))
  process.stdout.write(loggingCommand("task.logissue", { type: "warning" }, line));
