// The end of the job: `postjobexecution` of task.json. Repeats how to wait for the runs that a cancelled task left.
import { stillRunningLines } from "@remotest/plugin";
import { recall } from "./azure.ts";
import { loadTaskLibrary } from "./task-library.ts";

async function runPost(): Promise<void> {
  const library = await loadTaskLibrary();
  const refs = recall(library, "run-ref").split(" ").filter(Boolean);
  const command = recall(library, "attach-command");
  for (const line of stillRunningLines({ refs, command }, recall(library, "outcome")))
    library.logIssue(library.IssueType.Warning, line);
}

void runPost();
