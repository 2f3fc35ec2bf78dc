// Runs a task with the mock runner of Microsoft's task library and prints what the library read from its log. In a
// separate process, because the runner blocks until the task is over.
import { MockTestRunner } from "azure-pipelines-task-lib/mock-test.js";
import { commandFromString } from "azure-pipelines-task-lib/taskcommand.js";

const runner = new MockTestRunner(process.argv[2]);
// Otherwise it downloads Node.
runner.nodePath = process.execPath;
await runner.runAsync();
const commands = runner.stdout.split("\n").flatMap((line) => {
  const at = line.indexOf("##vso[");
  if (at === -1) return [];
  const { command, properties, message } = commandFromString(line.slice(at));
  return [{ command, properties, message }];
});
process.stdout.write(JSON.stringify({ succeeded: runner.succeeded, stderr: runner.stderr, commands }));
