import { providerNames } from "../providers/load-provider.ts";

/** A plan file with one mistake. */
export interface PlantedMistake {
  readonly title: string;
  /** The text; `▸` marks the place that the message must name, and is not part of the file. */
  readonly text: string;
  /** The message behind the place. */
  readonly says: string;
  readonly suggestion?: string;
  /** True if the published schema refuses the file as well, so that an editor shows the mistake. */
  readonly inSchema: boolean;
}

/** The variables that are set while the files are read. */
export const plantedEnv: Readonly<Record<string, string>> = { APP: "SHOP", EMPTY: "", ATS_API_TOKEN: "t0ken" };

const run = "provider: ats, with: { appId: A, templateId: T }";
/** A plan of one run with these keys besides the provider. */
const ofRun = (keys: string): string => `version: 1\nruns:\n  - { ${run}, ${keys} }\n`;
const ofDefaults = (keys: string): string => `version: 1\ndefaults: { ${keys} }\nruns:\n  - { ${run} }\n`;
const ofWith = (keys: string): string => `version: 1\nruns:\n  - provider: ats\n    with: { ${keys} }\n`;
const ofMatrix = (matrix: string): string =>
  `version: 1\nruns:\n  - provider: ats\n    name: "n \${matrix.t}"\n    with: { appId: A, templateId: T }\n    matrix: { t: [smoke, pay], ${matrix} }\n`;

const row = (inSchema: boolean, title: string, text: string, says: string, suggestion?: string): PlantedMistake => ({
  title,
  text,
  says,
  inSchema,
  ...(suggestion === undefined ? {} : { suggestion }),
});

const inSchema = true;
const onlyHere = false;
const literally = "Write $${ for the characters ${ themselves.";

export const plantedMistakes: readonly PlantedMistake[] = [
  row(
    onlyHere,
    "not YAML",
    "version: 1\nruns: [{ provider: ats }\n▸",
    "Flow sequence in block collection must be sufficiently indented and end with a ].",
  ),
  row(
    onlyHere,
    "a key given twice",
    "version: 1\n▸version: 1\nruns:\n  - { " + run + " }\n",
    "The key is given twice.",
  ),
  row(
    onlyHere,
    "an alias without an anchor",
    ofRun("name: ▸*nightly"),
    "There is no anchor &nightly before this alias.",
  ),
  row(onlyHere, "a tag", ofRun("name: !!str ▸7"), "A tag is not allowed here."),
  row(
    inSchema,
    "a list as the whole file",
    "▸- provider: ats\n",
    "A plan file must be a map of keys and values, not a list.",
  ),
  row(inSchema, "no version", "▸runs:\n  - { " + run + " }\n", "version is missing.", "Write version: 1."),
  row(inSchema, "a later version", "version: ▸2\nruns:\n  - { " + run + " }\n", "version must be 1."),
  row(inSchema, "no runs", "▸version: 1\n", "runs is missing.", "Write a list of runs: see docs/plan-file.md."),
  row(inSchema, "an empty list of runs", "version: 1\nruns: ▸[]\n", "runs has no run."),
  row(inSchema, "a map of runs", "version: 1\nruns: ▸{ shop: { provider: ats } }\n", "runs must be a list, not a map."),
  row(
    inSchema,
    "a word instead of a run",
    "version: 1\nruns: [▸shop]\n",
    "A run must be a map of keys and values, not a value.",
  ),
  row(
    inSchema,
    "a misspelt key of the file",
    "version: 1\n▸defautls: { timeout: 5m }\nruns:\n  - { " + run + " }\n",
    "defautls is not a key of a plan file.",
    "Did you mean defaults?",
  ),
  row(
    inSchema,
    "a misspelt key of a run",
    ofRun("▸tiemout: 5m"),
    "tiemout is not a key of a run.",
    "Did you mean timeout?",
  ),
  row(
    inSchema,
    "an option of the plan in a run",
    ofRun("▸reportDir: reports"),
    "reportDir is an option of the whole plan.",
    "Write it under defaults.",
  ),
  row(
    inSchema,
    "an option of the command line",
    ofDefaults("▸noColor: true"),
    "noColor is an option of the command line only.",
    "Give it as --no-color.",
  ),
  row(
    inSchema,
    "an option of a provider in a run",
    ofRun("▸appFile: shop.apk"),
    "appFile is an option of apptest and browserstack.",
    "Write it under with.",
  ),
  row(
    inSchema,
    "an option of a provider in a run, spelled as on the command line",
    ofRun("▸app-file: shop.apk"),
    "app-file is not a key of a run.",
    "Did you mean appFile? It is an option of apptest and browserstack. Write it under with.",
  ),
  row(
    inSchema,
    "an option spelled as on the command line",
    ofRun("▸poll-interval: 5s"),
    "poll-interval is not a key of a run.",
    "Did you mean pollInterval?",
  ),
  row(
    inSchema,
    "an option of another provider",
    ofWith("appId: A, templateId: T, ▸projectId: 7"),
    "projectId is an option of apptest, not of ats.",
  ),
  row(
    inSchema,
    "an option of every run under with",
    ofWith("appId: A, templateId: T, ▸timeout: 5m"),
    "timeout is an option of every run, not of a provider.",
    "Write it beside with.",
  ),
  row(
    inSchema,
    "a misspelt option of a provider",
    ofWith("appId: A, templateId: T, ▸baseUlr: https://ats.example"),
    "baseUlr is not a key of with for ats.",
    "Did you mean baseUrl?",
  ),
  row(
    inSchema,
    "a key that is nothing like any other",
    ofWith("appId: A, templateId: T, ▸colour: red"),
    "colour is not a key of with for ats.",
    "Possible keys: appId, templateId, baseUrl.",
  ),
  row(
    inSchema,
    "a secret under with",
    ofWith("appId: A, templateId: T, ▸apiToken: t0ken"),
    "apiToken is a secret, and everyone who has the file can read it.",
    "Remove it, and set ATS_API_TOKEN, or ATS_API_TOKEN_FILE to the path of a file that contains it.",
  ),
  row(
    inSchema,
    "a secret by the name of its variable",
    ofDefaults("▸APPTEST_ACCESS_KEY: k"),
    "APPTEST_ACCESS_KEY is a secret, and everyone who has the file can read it.",
    "Remove it, and set APPTEST_ACCESS_KEY, or APPTEST_ACCESS_KEY_FILE to the path of a file that contains it.",
  ),
  row(
    onlyHere,
    "a secret in an expression",
    ofRun('name: "▸${env.ATS_API_TOKEN}"'),
    "${env.ATS_API_TOKEN} is a secret, which must not become part of a plan.",
    "Remove it: providers read their secrets from the environment.",
  ),
  row(
    onlyHere,
    "a proxy with a password",
    ofDefaults("proxy: ▸http://me:hunter2@proxy:3128"),
    "proxy: the address contains a password, and everyone who has the file can read it: set the variable.",
  ),
  row(
    onlyHere,
    "no provider",
    "version: 1\nruns:\n  - ▸name: shop\n",
    "The run has no provider.",
    "Write provider: with one of those that remotest providers lists.",
  ),
  row(
    inSchema,
    "a misspelt provider",
    "version: 1\nruns:\n  - provider: ▸atz\n",
    `"atz" is not a provider. Available providers: ${providerNames.join(", ")}.`,
    "Did you mean ats?",
  ),
  row(
    inSchema,
    "a duration without a unit",
    ofRun("timeout: ▸45"),
    'timeout: "45" must be a duration such as 90s, 45m or 2h.',
  ),
  row(
    onlyHere,
    "a duration that is too short",
    ofRun("pollInterval: ▸1ms"),
    'pollInterval: "1ms" must be at least 100ms.',
  ),
  row(
    inSchema,
    "a choice that does not exist",
    ofDefaults("failOn: ▸sometimes"),
    'failOn: "sometimes" must be one of failed, error, never.',
  ),
  row(
    inSchema,
    "a share above 100%",
    ofRun("gate: { maxFailures: ▸101% }"),
    'maxFailures: "101%" must be a whole number such as 3, or a percentage from 0% to 100%.',
  ),
  row(
    inSchema,
    "a number out of range",
    ofRun("gate: { minTests: ▸0 }"),
    'minTests: "0" must be a whole number from 1 to 1000000.',
  ),
  row(
    inSchema,
    "a flag that is neither true nor false",
    ofRun("gate: { blocking: ▸perhaps }"),
    'blocking: "perhaps" must be true or false (or 1/0, yes/no, on/off).',
  ),
  row(
    inSchema,
    "a misspelt key of the gate",
    ofRun("gate: { ▸maxFailure: 3 }"),
    "maxFailure is not a key of gate.",
    "Did you mean maxFailures?",
  ),
  row(
    inSchema,
    "an option beside the gate in it",
    ofRun("gate: { ▸timeout: 5m }"),
    "timeout is not part of the gate.",
    "Write it beside gate.",
  ),
  row(
    onlyHere,
    "an option of the gate twice",
    ofRun("maxFailures: 3, gate: { ▸maxFailures: 4 }"),
    "maxFailures is given twice, also at remotest.yaml:3:57.",
    "Remove one of them.",
  ),
  row(
    inSchema,
    "a key without a value",
    ofRun("▸timeout:"),
    "timeout must be a value, such as a text or a number; it is empty.",
    "Write a value, or remove the key.",
  ),
  row(
    inSchema,
    "a list where one value goes",
    ofWith("appId: ▸[A, B], templateId: T"),
    "appId must be a value, such as a text or a number; it is a list.",
  ),
  row(inSchema, "an empty list of values", ofWith("appId: A, templateId: ▸[]"), "templateId has no values."),
  row(
    onlyHere,
    "a placeholder of a pipeline",
    ofWith("appId: ▸$(APP_ID), templateId: T"),
    'appId: nothing replaces "$(APP_ID)" in a file.',
    "Set a variable in the pipeline, and write ${env.NAME} with its name.",
  ),
  row(
    onlyHere,
    "a variable that is not set",
    ofWith('appId: "${env.APP}-▸${env.APPID}", templateId: T'),
    "${env.APPID} has no value: APPID is not set.",
    "Set it, or write ${env.APPID:-default}.",
  ),
  row(
    onlyHere,
    "a variable that is empty",
    ofWith('appId: "▸${env.EMPTY}", templateId: T'),
    "${env.EMPTY} has no value: EMPTY is not set.",
    "Set it, or write ${env.EMPTY:-default}.",
  ),
  row(
    onlyHere,
    "an expression without env",
    ofWith('appId: "▸${APP}", templateId: T'),
    "${APP} is not an expression: use ${env.NAME}, ${env.NAME:-default} or ${matrix.key}.",
    literally,
  ),
  row(
    onlyHere,
    "an expression that does not end",
    ofRun('name: "shop ▸${env.APP"'),
    "${ has no closing brace.",
    literally,
  ),
  row(
    onlyHere,
    "an expression in a block",
    ofRun("x: 1").replace(
      "{ " + run + ", x: 1 }",
      "provider: ats\n    with: { appId: A, templateId: T }\n    name: >-\n      shop\n      ▸${env.NOPE}",
    ),
    "${env.NOPE} has no value: NOPE is not set.",
    "Set it, or write ${env.NOPE:-default}.",
  ),
  row(
    onlyHere,
    "a matrix key that does not exist",
    ofMatrix("include: []").replace("T }", '"▸${matrix.tmplate}" }'),
    "${matrix.tmplate} has no value: the matrix of the run has no such key.",
    "It has t.",
  ),
  row(
    onlyHere,
    "a matrix key without a matrix",
    ofRun('name: "▸${matrix.t}"'),
    "${matrix.t} has no value: the matrix of the run has no such key.",
    "The run has no matrix.",
  ),
  row(
    onlyHere,
    "a matrix key in an option of the plan",
    ofDefaults('reportDir: "▸${matrix.t}"'),
    "${matrix.t} cannot be used here: only a run has a matrix.",
  ),
  row(inSchema, "a matrix key without values", ofMatrix("device: ▸[]"), "device has no values."),
  row(inSchema, "a matrix key that is not a list", ofMatrix("device: ▸pixel"), "device must be a list, not a value."),
  row(
    inSchema,
    "a matrix key that is not a word",
    ofMatrix('▸"my device": [pixel]'),
    "my device must be a word of letters, digits, _ and -.",
  ),
  row(inSchema, "a matrix value given twice", ofMatrix("device: [pixel, ▸pixel]"), 'device has "pixel" twice.'),
  row(
    onlyHere,
    "an exclude of a value that does not exist",
    ofMatrix("exclude: [{ t: ▸smok }]"),
    't has no value "smok" to exclude.',
    "Did you mean smoke?",
  ),
  row(
    onlyHere,
    "an exclude of a key that does not exist",
    ofMatrix("exclude: [{ ▸tt: smoke }]"),
    "tt is not a key of the matrix.",
    "It has t.",
  ),
  row(
    onlyHere,
    "an exclude of everything",
    ofMatrix("exclude: [{ t: smoke }, { t: pay }]").replace("matrix:", "▸matrix:"),
    "exclude leaves nothing of the matrix.",
  ),
  row(inSchema, "an exclude without keys", ofMatrix("exclude: [▸{}]"), "An entry of exclude has no keys."),
  row(
    onlyHere,
    "several runs without a name",
    `version: 1\nruns:\n  - { ${run}, name: a }\n  - ▸{ ${run} }\n`,
    "The run has no name, and the plan has several runs.",
    "Give each run a name.",
  ),
  row(
    onlyHere,
    "two runs with one name",
    `version: 1\nruns:\n  - { ${run}, name: a }\n  - { ${run}, name: ▸a }\n`,
    'Two runs have the name "a".',
    "The other one is at remotest.yaml:3:5.",
  ),
  row(
    onlyHere,
    "a matrix with one name",
    ofMatrix("include: []").replace('"n ${matrix.t}"', "▸nightly"),
    'Two runs have the name "nightly".',
    "Write a key of the matrix into it, such as ${matrix.t}.",
  ),
  row(
    inSchema,
    "a concurrency of nothing",
    `version: 1\nconcurrency: ▸0\nruns:\n  - { ${run} }\n`,
    'concurrency: "0" must be a whole number from 1 to 1000.',
  ),
  row(
    onlyHere,
    "a text that is merged",
    `version: 1\nx-base: &base text\nruns:\n  - { <<: *base, ${run} }\n`.replace("text", "▸text"),
    "Only a map can be merged.",
  ),
];
