import { type InputNames, ProviderError, UnknownStartError, UsageError, type Wording, worded } from "@remotest/core";
import {
  commonInputs,
  inWords,
  isUnreplaced,
  problemIn,
  readConfig,
  ReportDirLostError,
  UnexpectedError,
} from "@remotest/core/flow";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactedError } from "../secrets/redacted-provider.ts";
import { inputNames } from "./plugin-names.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

const plugins = ["github", "azure", "gitlab", "jenkins"] as const;
const namesIn = (plugin: string): InputNames => inputNames({ REMOTEST_PLUGIN: plugin });

describe("the name of an input in a plugin", () => {
  test.for<{ title: string; wording: Wording; none: string } & Record<(typeof plugins)[number], string>>([
    {
      title: "an option with its variable",
      wording: ({ optionOrVariable }) => optionOrVariable("apptest", "appFile"),
      none: "--app-file (or APPTEST_APP_FILE)",
      github: "app-file",
      azure: "appFile",
      gitlab: "app-file",
      jenkins: "appFile",
    },
    {
      title: "an option by itself",
      wording: ({ option }) => option("caFile"),
      none: "--ca-file",
      github: "ca-file",
      azure: "caFile",
      gitlab: "ca-file",
      jenkins: "caFile",
    },
    {
      title: "an option that no plugin has",
      wording: ({ option, optionOrVariable }) => `${option("json")}, ${optionOrVariable("remotest", "quiet")}`,
      none: "--json, --quiet (or REMOTEST_QUIET)",
      github: "--json, --quiet (or REMOTEST_QUIET)",
      azure: "--json, --quiet (or REMOTEST_QUIET)",
      gitlab: "--json, --quiet (or REMOTEST_QUIET)",
      jenkins: "--json, --quiet (or REMOTEST_QUIET)",
    },
    {
      title: "a secret with its file",
      wording: ({ secretOrFile }) => secretOrFile("ats", "apiToken"),
      none: "ATS_API_TOKEN (or ATS_API_TOKEN_FILE)",
      github: "ats-api-token",
      azure: "atsApiToken",
      gitlab: "ATS_API_TOKEN (or ATS_API_TOKEN_FILE)",
      jenkins: "ATS_API_TOKEN (or ATS_API_TOKEN_FILE)",
    },
    {
      title: "several secrets with their files",
      wording: ({ secretOrFile }) => secretOrFile("apptest", "userId", "accessKey"),
      none: "APPTEST_USER_ID and APPTEST_ACCESS_KEY (or each as …_FILE)",
      github: "apptest-user-id and apptest-access-key",
      azure: "apptestUserId and apptestAccessKey",
      gitlab: "APPTEST_USER_ID and APPTEST_ACCESS_KEY (or each as …_FILE)",
      jenkins: "APPTEST_USER_ID and APPTEST_ACCESS_KEY (or each as …_FILE)",
    },
    {
      title: "a secret of your own provider, which no manifest has",
      wording: ({ secret, secretOrFile }) => `${secret("mine", "key")}, ${secretOrFile("mine", "key")}`,
      none: "MINE_KEY, MINE_KEY (or MINE_KEY_FILE)",
      github: "MINE_KEY, MINE_KEY (or MINE_KEY_FILE)",
      azure: "MINE_KEY, MINE_KEY (or MINE_KEY_FILE)",
      gitlab: "MINE_KEY, MINE_KEY (or MINE_KEY_FILE)",
      jenkins: "MINE_KEY, MINE_KEY (or MINE_KEY_FILE)",
    },
  ])("$title", ({ wording, none, ...wanted }) => {
    for (const plugin of plugins) expect(worded(wording, namesIn(plugin))).toBe(wanted[plugin]);
    expect(worded(wording, inputNames({}))).toBe(none);
    expect(worded(wording, inputNames({ REMOTEST_PLUGIN: "constructor" }))).toBe(none);
    expect(worded(wording)).toBe(none);
  });
});

describe("an error in a plugin", () => {
  test("points to the plugin's own page", () => {
    const error = new UsageError([
      {
        message: ({ option }) => `${option("maxFailures")}: wrong`,
        suggestion: ({ option }) => `Try ${option("name")}.`,
      },
    ]);
    expect(inWords(error, namesIn("azure"))).toMatchObject({
      message: "maxFailures: wrong",
      problems: [{ message: "maxFailures: wrong", suggestion: "Try name." }],
      next: expect.stringContaining("packages/azure-devops-task#readme") as string,
    });
    expect(error).toMatchObject({ message: "--max-failures: wrong", problems: [{ suggestion: "Try --name." }] });
  });

  test("names the inputs in its message, if the error is about one", () => {
    const lost = new ReportDirLostError("report", "it was removed");
    expect(lost.message).toBe('--report-dir (or REMOTEST_REPORT_DIR): this command has lost "report": it was removed.');
    expect(inWords(lost, namesIn("azure"))).toMatchObject({
      code: "report-dir-lost",
      message: 'reportDir: this command has lost "report": it was removed.',
      next: expect.stringMatching(/another reportDir\.$/) as string,
    });
    const cause = new Error("a disk");
    const unexpected = inWords(new UnexpectedError(cause), namesIn("azure"));
    expect(unexpected).toMatchObject({ code: "unexpected", cause, next: "Report it with the output of verbose." });
    expect(unexpected.message).toBe("Something unexpected went wrong: a disk");
  });

  test("names the inputs in its next step, even after secrets were removed", () => {
    const next: Wording = ({ option, secret }) =>
      `Check ${option("appId")} and ${secret("ats", "apiToken")} for t0ken.`;
    const fault = { code: "ats-fault", message: "no", retry: "never" } as const;
    for (const error of [new ProviderError({ ...fault, next }), new UnknownStartError("?", next)]) {
      const redacted = redactedError(error, (text) => text.replaceAll("t0ken", "***")) as ProviderError;
      expect(redacted.next).toBe("Check --app-id and ATS_API_TOKEN for ***.");
      expect(inWords(redacted, namesIn("azure")).next).toBe("Check appId and atsApiToken for ***.");
    }
  });
});

describe("words that are not ours", () => {
  const options = Object.keys(commonInputs).map(inputNames({}).option);
  const part = fc.oneof(
    fc.constantFrom(
      ...options,
      "--app-file",
      "ATS_API_TOKEN",
      "APPTEST_USER_ID (or APPTEST_USER_ID_FILE)",
      "`",
      " ",
      "\n",
    ),
    fc.constantFrom("--timeout (or REMOTEST_TIMEOUT)", " (or each as …_FILE)", "ats_api_token", "--"),
    fc.string({ unit: anyCharacter, maxLength: 8 }),
  );
  const said = fc.array(part, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));

  test("are never changed in an error of a service", () => {
    fc.assert(
      fc.property(fc.constantFrom(...plugins), said, (plugin, text) => {
        const fault = { code: "x", message: text, reason: text, serviceCode: text, retry: "never" } as const;
        expect(inWords(new ProviderError({ ...fault, next: text }), namesIn(plugin))).toMatchObject({
          ...fault,
          next: text,
        });
        expect(inWords(new UnknownStartError(text, text), namesIn(plugin))).toMatchObject({
          message: text,
          next: text,
        });
        const quoting = new ProviderError({ ...fault, next: ({ option }) => `${text}${option("name")}${text}` });
        expect(inWords(quoting, namesIn(plugin)).next).toBe(`${text}name${text}`);
      }),
    );
  });

  test("are never changed in the problem of an input", () => {
    const scopes = [{ scope: "remotest", table: { timeout: commonInputs.timeout } }];
    fc.assert(
      fc.property(fc.constantFrom(...plugins), said, (plugin, text) => {
        fc.pre(!isUnreplaced(text));
        const { problems } = readConfig(scopes, {
          options: new Map([["timeout", [text]]]),
          env: {},
          readSecretFile: () => ({ text: "", isReadableByAll: false }),
        });
        const shown = text.length > 60 ? `a text of ${text.length} characters` : JSON.stringify(text);
        for (const problem of problems)
          expect([`timeout: ${shown} must be a duration such as 90s, 45m or 2h.`]).toContain(
            problemIn(problem, namesIn(plugin)).message,
          );
      }),
    );
  });
});
