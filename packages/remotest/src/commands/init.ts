import { relative, resolve } from "node:path";
import { paint, wholeLines } from "@remotest/reporters";
import type { Command } from "../command-line/command.ts";
import { initInputs } from "../init/init-inputs.ts";
import { isColoured } from "../output/terminal.ts";

export const initCommand: Command = {
  name: "init",
  words: "[<provider>]",
  summary: "Write a plan file, and the pipeline file for the CI system of the repository; asks for what is missing.",
  examples: (start) => [
    { line: "init", does: "Asks which CI system and which service, and what to run." },
    { line: `init ${start}`, does: "Asks nothing if the repository shows which CI system it uses." },
    { line: `init ${start} --ci gitlab`, does: "Names the CI system. Without a terminal, nothing is ever asked." },
  ],
  options: initInputs,
  leavesReports: true,
  reads: ["connect", "start"],
  async run(invocation, platform) {
    // Loaded only if they are needed.
    const { answersOf } = await import("../init/answers.ts");
    const { repositoryOf } = await import("../init/ci-systems.ts");
    const { writePlan } = await import("../init/write-plan.ts");
    const { secretsOf } = await import("../init/secrets-of.ts");
    const { initLines } = await import("../init/init-lines.ts");
    const { calledAs = "remotest", stderr } = platform;
    const root = repositoryOf(resolve("."));
    const answers = await answersOf(invocation, platform, root);
    const written = await writePlan(answers, root, platform.ask);
    const colours = paint(isColoured({ noColor: false }, platform));
    const secrets = secretsOf(answers.provider);
    stderr.write(
      wholeLines(initLines({ ...written, folder: relative("", root), answers, secrets, calledAs }, colours)),
    );
    return 0;
  },
};
