import { commonInputs } from "./common-inputs.ts";
import type { InputTable } from "./input.ts";
import type { InputSources } from "./input-reader.ts";
import { type Problem, problemIn } from "./problem.ts";
import { type Config, type InputScope, readConfig } from "./read-config.ts";

const apptestInputs: InputTable = {
  projectId: { type: "integer", min: 1, required: true, doc: "The project." },
  appFile: { type: "path", required: true, doc: "The app." },
  accessKey: { type: "text", secret: true, required: true, doc: "The key." },
  templateId: { type: "text", eachIsARun: true, doc: "The template." },
  note: { type: "text", default: "none", doc: "A note." },
};

/** The inputs of every run, and those of a provider with one input of each kind. */
export const scopes: readonly InputScope[] = [
  { scope: "remotest", table: commonInputs },
  { scope: "apptest", table: apptestInputs },
];

/** The sources that a test gives: options, variables, and the files of secrets. */
export interface TestInput {
  readonly options?: Record<string, string | string[]>;
  readonly env?: Record<string, string>;
  readonly files?: Record<string, string>;
}

/** The problems are as the user of the command line reads them. */
export type ReadConfig = Omit<Config, "problems"> & { readonly problems: readonly Problem<string>[] };

/** Reads the inputs of the fixture. */
export function read(input: TestInput): ReadConfig {
  return problemsInWords(readConfig(scopes, givenBy(input)));
}

export function problemsInWords(config: Config): ReadConfig {
  return { ...config, problems: config.problems.map((problem) => problemIn(problem)) };
}

function givenBy({ options = {}, env = {}, files = {} }: TestInput): InputSources {
  return {
    options: new Map(Object.entries(options).map(([name, value]) => [name, [value].flat()])),
    env,
    readSecretFile: (path) => {
      const content = files[path];
      if (content === undefined)
        throw Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: "ENOENT" });
      if (content === "FOLDER") throw new Error("it is not a file");
      return { text: content, isReadableByAll: path.startsWith("/public/") };
    },
  };
}

/** Everything that is required. */
export const good = { options: { "project-id": "509", "app-file": "a.apk" }, env: { APPTEST_ACCESS_KEY: "s3cret" } };
