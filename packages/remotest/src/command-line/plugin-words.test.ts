import { ProviderError, UsageError } from "@remotest/core";
import { describe, expect, test } from "vitest";
import { inPluginWords, pluginWords } from "./plugin-words.ts";

describe("our own texts in the words of a plugin", () => {
  test.for<{ text: string } & Record<"github" | "azure" | "gitlab" | "jenkins", string>>([
    {
      text: "--app-file (or APPTEST_APP_FILE) is missing.",
      github: "app-file is missing.",
      azure: "appFile is missing.",
      gitlab: "app-file is missing.",
      jenkins: "appFile is missing.",
    },
    {
      text: "ATS_API_TOKEN (or ATS_API_TOKEN_FILE) is missing.",
      github: "ats-api-token is missing.",
      azure: "atsApiToken is missing.",
      gitlab: "ATS_API_TOKEN (or ATS_API_TOKEN_FILE) is missing.",
      jenkins: "ATS_API_TOKEN (or ATS_API_TOKEN_FILE) is missing.",
    },
    {
      text: "Check --ca-file and ATS_API_TOKEN_FILE, then run `remotest attach --report-dir x`. Not --json.",
      github: "Check ca-file and ATS_API_TOKEN_FILE, then run `remotest attach --report-dir x`. Not --json.",
      azure: "Check caFile and ATS_API_TOKEN_FILE, then run `remotest attach --report-dir x`. Not --json.",
      gitlab: "Check ca-file and ATS_API_TOKEN_FILE, then run `remotest attach --report-dir x`. Not --json.",
      jenkins: "Check caFile and ATS_API_TOKEN_FILE, then run `remotest attach --report-dir x`. Not --json.",
    },
  ])("$text", ({ text, ...wanted }) => {
    for (const [plugin, words] of Object.entries(wanted))
      expect(pluginWords({ REMOTEST_PLUGIN: plugin })(text)).toBe(words);
    expect(pluginWords({})(text)).toBe(text);
    expect(pluginWords({ REMOTEST_PLUGIN: "constructor" })(text)).toBe(text);
  });
});

describe("an error in the words of a plugin", () => {
  const env = { REMOTEST_PLUGIN: "azure" };

  test("points to the plugin's own page", () => {
    const error = new UsageError([
      { message: "--max-failures (or REMOTEST_MAX_FAILURES): wrong", suggestion: "Did you mean --name?" },
    ]);
    expect(inPluginWords(error, env)).toMatchObject({
      problems: [{ message: "maxFailures: wrong", suggestion: "Did you mean name?" }],
      next: expect.stringContaining("packages/azure-devops-task#readme") as string,
    });
    expect(inPluginWords(error, {})).toBe(error);
  });

  test("changes the advice, and nothing that a service said", () => {
    const said = { code: "ats-fault", message: "--app-id was refused", reason: "--app-id", retry: "never" } as const;
    expect(inPluginWords(new ProviderError({ ...said, next: "Check --app-id." }), env)).toMatchObject({
      ...said,
      next: "Check appId.",
    });
  });
});
