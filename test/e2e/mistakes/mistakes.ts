/** A mistake that a user makes, and the words that its message must contain. */
export interface Mistake {
  /** The user's mistake. */
  readonly title: string;
  /** The command line behind `remotest`. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Default: 2. */
  readonly exitCode?: number;
  readonly says: string;
}

const line = (text: string): readonly string[] => text.split(" ").filter((word) => word !== "");
const token = { ATS_API_TOKEN: "t0ken" };
const key = { APPTEST_ACCESS_KEY: "user:key" };
const ats = "run ats --app-id SHOP --template-id T1";
const apptest = "run apptest --project-id 1120 --app-file README.md.apk";
const row = (title: string, args: string, says: string, env: Mistake["env"] = token, exitCode?: number): Mistake => ({
  title,
  args: line(args),
  env: env ?? {},
  says,
  ...(exitCode === undefined ? {} : { exitCode }),
});

/** The mistakes of docs/errors.md. None of them needs a network: what is sent goes to a closed port of this machine. */
export const mistakes: readonly Mistake[] = [
  row("A misspelt command", "rnu ats", "Did you mean remotest run?"),
  row("No provider", "run", "A provider is missing"),
  row("A misspelt provider", "run atz", "Did you mean ats?"),
  row("A provider's module that does not exist", "run ./none.mjs", "does not exist"),
  row("A provider that the pipeline did not replace", "run $(PROVIDER)", "was not replaced"),
  row("A misspelt option", `${ats} --tiemout 5m`, "Did you mean --timeout?"),
  row("A misspelt option that is required", "run ats --app-idd SHOP --template-id T1", "Did you mean --app-id?"),
  row("An option of another provider", `${ats} --app-file shop.apk`, "an option of apptest"),
  row("An option of another command", "attach ats:SHOP/J1 --resume", "is an option of other commands"),
  row("A secret on the command line", `${ats} --api-token t0ken`, "is a secret", {}),
  row("A missing secret", ats, "ATS_API_TOKEN", {}),
  row("Several required inputs missing", "run ats", "--app-id"),
  row("A missing account", apptest, "APPTEST_ACCESS_KEY", {}),
  row("A secret's file that does not exist", ats, "cannot be read", { ATS_API_TOKEN_FILE: "none.txt" }),
  row("A secret that is set twice", ats, "both set", { ...token, ATS_API_TOKEN_FILE: "token.txt" }),
  row("A secret that is only white space", ats, "ATS_API_TOKEN", { ATS_API_TOKEN: " " }),
  row("A secret that the pipeline did not replace", ats, "was not replaced", { ATS_API_TOKEN: "$(ATS_TOKEN)" }),
  row("A value that the pipeline did not replace", `${ats} --name \${{github.ref}}`, "was not replaced"),
  row("A shell variable in single quotes", "run ats --app-id $APP_ID --template-id T1", "was not replaced"),
  row("A misspelt variable of a secret", ats, "Did you mean ATS_API_TOKEN?", { ATS_APITOKEN: "t0ken" }),
  row("A misspelt variable, and something else", `${ats} --timeout 5`, "Did you mean REMOTEST_FAIL_ON?", {
    ...token,
    REMOTEST_FAILON: "never",
  }),
  row("A duration without a unit", `${ats} --timeout 5`, "must be a duration"),
  row("A duration that is too short", `${ats} --poll-interval 1ms`, "--poll-interval"),
  row("An invalid number", `${ats} --rerun-failed many`, "--rerun-failed"),
  row("A number out of range", "run apptest --project-id 0 --app-file x.apk", "--project-id", key),
  row("A share above 100%", `${ats} --max-failures 101%`, "--max-failures"),
  row("A choice that does not exist", `${ats} --fail-on sometimes`, "must be one of"),
  row("A flag that is neither true nor false", `${ats} --resume=perhaps`, "must be true or false"),
  row("An invalid size", `${ats} --max-response big`, "--max-response"),
  row("An option without its value", "run ats --template-id T1 --app-id", "needs a value"),
  row("An option given twice", `${ats} --timeout 5m --timeout 6m`, "2 times"),
  row("A word too many", `${ats} nightly`, "is not expected here"),
  row("An app that does not exist", "run apptest --project-id 1 --app-file none.apk", "does not exist", key),
  row("A file that is not an app", "run apptest --project-id 1 --app-file README.md", "does not end in", key),
  row("An address without https", `${ats} --base-url http://ats.example`, "http", token),
  row("An invalid address", `${ats} --base-url ats.example`, "--base-url"),
  row("A file of authorities that does not exist", `${ats} --ca-file none.pem`, "--ca-file"),
  row("An invalid proxy", ats, "HTTPS_PROXY", { ...token, HTTPS_PROXY: "socks5://proxy" }),
  row("A quarantine file that does not exist", `${ats} --quarantine none.yaml`, "--quarantine"),
  row("A plan file that does not exist", "run --config none.yaml", "does not exist"),
  row("A provider and a plan file", `${ats} --config remotest.yaml`, "cannot be used with a provider"),
  row("No reference", "attach", "reference"),
  row("An invalid reference", "attach apptest:nightly", "is not a run reference", key),
  row("No directory to merge", "merge", "A report directory is missing"),
  row("An invalid port", "sandbox --port 99999", "--port", {}),
  row(
    "A proxy that is down",
    "status ats:SHOP/J1 --base-url https://ats.example --proxy http://127.0.0.1:9",
    "cannot be reached",
    token,
    3,
  ),
  row("A service that is down", "status ats:SHOP/J1 --base-url https://127.0.0.1:9", "--base-url", token, 3),
  row("In the Azure task", "run ats", "appId is missing", { REMOTEST_PLUGIN: "azure" }),
  row("In the GitHub Action", "run ats", "app-id is missing", { REMOTEST_PLUGIN: "github" }),
];
