import { commonInputs } from "./common-inputs.ts";
import type { InputTable } from "./input.ts";
import type { InputScope } from "./read-config.ts";

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
