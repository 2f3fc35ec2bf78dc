import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CiName, initInputs } from "./init-inputs.ts";

/** How a CI system finds a pipeline, and where its secrets are set. */
interface PipelineSetup {
  readonly title: string;
  /** Files and folders by which a repository is recognised. */
  readonly signs: readonly string[];
  /** The file of the pipeline, and the one beside it if the repository has a pipeline already. */
  readonly files: readonly [first: string, beside: string];
  /** Says where a secret is set; the command for it, if there is one. */
  readonly setSecret: (variable: string) => string;
  /** The step that makes the CI system find the pipeline, if it does not find the file by its name. */
  readonly connect: (file: string) => string | undefined;
}

/** The name of a secret where names have hyphens: `ats-api-token`. */
export function kebabCase(variable: string): string {
  return variable.toLowerCase().replaceAll("_", "-");
}

export const ciSystems: Readonly<Record<CiName, PipelineSetup>> = {
  github: {
    title: "GitHub Actions",
    signs: [".github"],
    files: [".github/workflows/remotest.yml", ".github/workflows/remotest.yml"],
    setSecret: (variable) => `gh secret set ${variable}, or Settings > Secrets and variables > Actions`,
    connect: () => undefined,
  },
  gitlab: {
    title: "GitLab CI/CD",
    signs: [".gitlab-ci.yml"],
    files: [".gitlab-ci.yml", ".gitlab/remotest.yml"],
    setSecret: (variable) => `${variable} in Settings > CI/CD > Variables, masked and hidden`,
    connect: (file) =>
      file === ".gitlab-ci.yml" ? undefined : `Add this to .gitlab-ci.yml: include: [{ local: ${file} }]`,
  },
  azure: {
    title: "Azure Pipelines",
    signs: ["azure-pipelines.yml", "azure-pipelines.yaml", ".azure-pipelines"],
    files: ["azure-pipelines.yml", "azure-pipelines-remotest.yml"],
    setSecret: (variable) => `${variable} as a secret variable of the pipeline; install the Remotest extension`,
    connect: (file) => `Create a pipeline from ${file}: Pipelines > New pipeline > Existing Azure Pipelines YAML file`,
  },
  jenkins: {
    title: "Jenkins",
    signs: ["Jenkinsfile"],
    files: ["Jenkinsfile", "Jenkinsfile.remotest"],
    setSecret: (variable) => `${variable} as a "secret text" with the id ${kebabCase(variable)}`,
    connect: (file) => `Create a pipeline whose script path is ${file}`,
  },
};

/** Their names, in the order in which they are offered. */
export const ciNames: readonly CiName[] = initInputs.ci.choices;

/** Returns the CI systems whose files are in a repository, each with the file or folder that was found. */
export function foundIn(root: string): readonly { readonly ci: CiName; readonly sign: string }[] {
  return ciNames.flatMap((ci) => {
    const sign = ciSystems[ci].signs.find((each) => existsSync(join(root, each)));
    return sign === undefined ? [] : [{ ci, sign }];
  });
}

/**
 * Returns the file of the pipeline. Where there is a pipeline already, it is another file beside it, because what a pipeline
 * does besides is not known; but a file that `remotest init` wrote is the file.
 */
export function pipelineFileOf(ci: CiName, root: string): string {
  const [first, beside] = ciSystems[ci].files;
  return existsSync(join(root, first)) && !isOurs(join(root, first)) ? beside : first;
}

/** True for a file that `remotest init` wrote. A pipe is not read: that would wait for its writer. */
function isOurs(path: string): boolean {
  try {
    return statSync(path).isFile() && /^(?:#|\/\/) [^]{0,300}`remotest init`/.test(readFileSync(path, "utf8"));
  } catch {
    return false;
  }
}

/** Returns the repository that a directory is in; the directory itself if it is in none. */
export function repositoryOf(cwd: string): string {
  for (let dir = cwd; ; dir = dirname(dir)) {
    if (existsSync(join(dir, ".git"))) return dir;
    if (dirname(dir) === dir) return cwd;
  }
}
