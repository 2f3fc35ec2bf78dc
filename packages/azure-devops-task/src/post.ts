// The end of the job: `postjobexecution` of task.json. Says again what a cancelled task may have had no time to be read for.
import { goesOnLines } from "@remotest/plugin";
import { remembered } from "./azure.ts";
import { loadTaskLibrary } from "./task-library.ts";

async function runPost(): Promise<void> {
  const library = await loadTaskLibrary();
  const refs = remembered(library, "run-ref").split(" ").filter(Boolean);
  for (const line of goesOnLines(refs, remembered(library, "outcome")))
    library.logIssue(library.IssueType.Warning, line);
}

void runPost();
