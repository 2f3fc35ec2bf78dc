import { listed, type Problem, UsageError } from "@remotest/core";
import { defaultPlanFile } from "../command-line/plan-file-path.ts";
import { readPlan } from "../plan-file/read-plan.ts";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import type { Answers } from "./answers.ts";
import { pipelineFileOf } from "./ci-systems.ts";
import { pipelineText } from "./pipeline-text.ts";
import { planText } from "./plan-text.ts";
import { type Prompt, askConsent } from "./questions.ts";
import { secretsOf } from "./secrets-of.ts";
import { existing, type NewFile, unwritable, writeAll, writeProblems } from "./write-files.ts";

const nothingWritten = "Nothing was written.";

/**
 * Writes the plan file and the pipeline file, both or none.
 *
 * @returns their paths, relative to the repository
 * @throws {UsageError} with every reason why they cannot be written
 */
export async function writePlan(
  answers: Answers,
  root: string,
  ask: Prompt | undefined,
): Promise<{ readonly planFile: string; readonly pipelineFile: string }> {
  const secrets = secretsOf(answers.provider).map(({ variable }) => variable);
  const plan = { path: defaultPlanFile, text: planText(answers.provider, answers.run) };
  const pipeline = { path: pipelineFileOf(answers.ci, root), text: pipelineText(answers.ci, secrets) };
  const files = [plan, pipeline];
  const problems = [...(await planMistakes(plan)), ...(await writeProblems(root, files))];
  const there = answers.overwrite ? [] : await existing(root, files);
  if (problems.length > 0 || (there.length > 0 && !ask))
    throw new UsageError([...problems, ...there.map(notReplaced)], nothingWritten);
  if (ask && there.length > 0 && !(await askConsent(ask, `Replace ${listed(there, "and")}?`)))
    throw new UsageError(there.map(notReplaced), nothingWritten);
  try {
    await writeAll(root, files, answers.overwrite || there.length > 0);
  } catch (error) {
    throw new UsageError([unwritable(root, error)], nothingWritten);
  }
  return { planFile: plan.path, pipelineFile: pipeline.path };
}

function notReplaced(path: string): Problem {
  return {
    message: `${path} exists, and is not replaced.`,
    suggestion: ({ option }) => `Give ${option("overwrite")} to replace it.`,
  };
}

/** Reads the plan as `remotest plan` will, before it is written: an answer may be valid by itself, and not in a plan. */
async function planMistakes({ path, text }: NewFile): Promise<readonly Problem[]> {
  const { problems } = await readPlan(text, path, { env: {}, known: await allProviders(), load: loadProvider });
  return problems;
}
