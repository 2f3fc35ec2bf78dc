import { describe, expect, test } from "vitest";
import type { InputTable } from "./input.ts";
import type { InputSources } from "./input-reader.ts";
import { good, problemsInWords, read } from "./inputs.fixture.ts";
import { type InputScope, readConfig } from "./read-config.ts";

describe("options", () => {
  test("come from the command line, the environment and the defaults, in this order", () => {
    const config = read({
      options: { "project-id": "7", timeout: "5m" },
      env: {
        APPTEST_PROJECT_ID: "8",
        APPTEST_APP_FILE: "b.apk",
        APPTEST_ACCESS_KEY: "k",
        REMOTEST_POLL_INTERVAL: "2s",
      },
    });
    expect(config.problems).toEqual([]);
    expect(config.of("apptest")).toMatchObject({ projectId: 7, appFile: "b.apk", note: "none" });
    expect(config.of("remotest")).toMatchObject({
      timeout: 300_000,
      pollInterval: 2_000,
      reportDir: "remotest-report",
    });
  });

  test("that are empty count as not given", () => {
    const config = read({ ...good, env: { ...good.env, APPTEST_NOTE: "", REMOTEST_TIMEOUT: "" } });
    expect(config.of("apptest")).toMatchObject({ note: "none" });
    expect(config.of("remotest")).toMatchObject({ timeout: 3_600_000 });
  });

  describe("of a list", () => {
    const table: InputTable = {
      device: { type: "text", list: true, required: true, maxLength: 20, doc: "The devices." },
    };
    const readList = (
      options: readonly string[],
      env: Record<string, string> = {},
      inPlan?: InputSources["inPlan"],
    ): ReturnType<typeof readConfig> =>
      readConfig([{ scope: "shop", table }], {
        options: new Map([["device", options]]),
        env,
        inPlan,
        readSecretFile: () => ({ text: "", isReadableByAll: false }),
      });

    test.each([
      { from: "the command line", options: ["Pixel 9-16", "a, b"], wanted: ["Pixel 9-16", "a, b"] },
      { from: "lines of a variable", env: "Pixel 9-16\r\n iPhone 17-26 \n", wanted: ["Pixel 9-16", "iPhone 17-26"] },
      { from: "a variable with commas", env: "Pixel 9-16, iPhone 17-26,", wanted: ["Pixel 9-16", "iPhone 17-26"] },
      { from: "a plan file", plan: ["Pixel 9-16", "", "a, b"], wanted: ["Pixel 9-16", "a, b"] },
    ])("all values are of one run, from $from", ({ options = [], env = "", plan, wanted }) => {
      const { problems, runsOf } = readList(options, { SHOP_DEVICE: env }, () => plan);
      expect(problems).toEqual([]);
      expect(runsOf("shop")).toEqual([{ device: wanted }]);
    });

    test("each value that is not valid is a problem, and none at all is one", () => {
      const long = "x".repeat(21);
      expect(problemsInWords(readList([long, "ok", `${long}y`])).problems).toHaveLength(2);
      expect(problemsInWords(readList([])).problems).toMatchObject([
        { message: expect.stringContaining("--device (or SHOP_DEVICE) is missing") as string },
      ]);
      expect(readList([], { SHOP_DEVICE: "$(DEVICES)" }).problems).not.toEqual([]);
    });
  });

  test("of an input that makes each value a run are returned once for each value", () => {
    const config = read({ ...good, options: { ...good.options, "template-id": ["a", "b"] } });
    expect(config.runsOf("apptest").map(({ templateId, projectId }) => [templateId, projectId])).toEqual([
      ["a", 509],
      ["b", 509],
    ]);
  });

  test("may list such values in a variable, by comma or space", () => {
    const config = read({ ...good, env: { ...good.env, APPTEST_TEMPLATE_ID: "a, b c" } });
    expect(config.runsOf("apptest")).toHaveLength(3);
  });
});

describe("problems", () => {
  test.for([
    { length: 60, shown: `"${"k".repeat(60)}"` },
    { length: 61, shown: "a text of 61 characters" },
  ])("quote a text of $length characters whole or not at all", ({ length, shown }) => {
    const { problems } = read({ ...good, options: { ...good.options, timeout: "k".repeat(length) } });
    expect(problems[0]?.message).toBe(
      `--timeout (or REMOTEST_TIMEOUT): ${shown} must be a duration such as 90s, 45m or 2h.`,
    );
  });

  test("are all found, each with the option's and the variable's name", () => {
    const { problems } = read({ options: { "project-id": "zero", timeout: "5", "max-failures": "x" } });
    expect(problems.map(({ message }) => ({ message }))).toEqual([
      { message: '--timeout (or REMOTEST_TIMEOUT): "5" must be a duration such as 90s, 45m or 2h.' },
      {
        message:
          '--max-failures (or REMOTEST_MAX_FAILURES): "x" must be a whole number such as 3, or a percentage from 0% to 100%.',
      },
      { message: '--project-id (or APPTEST_PROJECT_ID): "zero" must be a whole number, at least 1.' },
      { message: "--app-file (or APPTEST_APP_FILE) is missing. The app." },
      { message: "APPTEST_ACCESS_KEY (or APPTEST_ACCESS_KEY_FILE) is missing. The key." },
    ]);
  });

  test.for([
    { given: "$(APP)", env: {}, options: { "app-file": "$(APP)" }, label: "--app-file (or APPTEST_APP_FILE)" },
    {
      given: "${{ x.y }}",
      env: { APPTEST_PROJECT_ID: "${{ x.y }}" },
      options: {},
      label: "--project-id (or APPTEST_PROJECT_ID)",
    },
    {
      given: "$KEY",
      env: { APPTEST_ACCESS_KEY: "$KEY" },
      options: {},
      label: "APPTEST_ACCESS_KEY (or APPTEST_ACCESS_KEY_FILE)",
    },
    { given: "$(KEY)", env: { APPTEST_ACCESS_KEY_FILE: "$(KEY)" }, options: {}, label: "APPTEST_ACCESS_KEY_FILE" },
  ])("$label that the pipeline did not replace is told once, and nothing else is", ({ given, env, options, label }) => {
    const [name = ""] = [...Object.keys(env), ...Object.keys(options)];
    const rest = Object.fromEntries(
      Object.entries(good.options).filter(([key]) => !name.toLowerCase().endsWith(key.replace("-", "_"))),
    );
    const key = name.startsWith("APPTEST_ACCESS") ? {} : good.env;
    const { problems } = read({ options: { ...rest, ...options }, env: { ...key, ...env } });
    const shown = given === "$KEY" ? "the value, a placeholder such as $(X), ${{ X }} or $X," : JSON.stringify(given);
    expect(problems.map(({ message }) => message)).toEqual([
      `${label}: ${shown} was not replaced: the pipeline has no such variable, or does not replace it here.`,
    ]);
  });

  test("a file can contain any secret, even one that looks like a placeholder", () => {
    const { of, problems } = read({
      options: good.options,
      env: { APPTEST_ACCESS_KEY_FILE: "/key" },
      files: { "/key": "$KEY\n" },
    });
    expect(problems).toEqual([]);
    expect(of("apptest")["accessKey"]).toBe("$KEY");
  });

  test("name an option given twice", () => {
    const { problems } = read({ ...good, options: { ...good.options, timeout: ["5m", "6m"] } });
    expect(problems).toMatchObject([{ message: "--timeout is given 2 times; it takes one value." }]);
  });

  test.for(["https://u:hunter2@host", "htp://u:hunter2@host:1", "u:hunter2@host:1"])(
    "never repeat a password in an address: %s",
    (proxy) => {
      const table: InputTable = { address: { type: "url", doc: "" } };
      const given: InputSources = {
        options: new Map([["address", [proxy]]]),
        env: {},
        readSecretFile: () => ({ text: "", isReadableByAll: false }),
      };
      const { problems } = problemsInWords(readConfig([{ scope: "x", table }], given));
      expect(problems).toHaveLength(1);
      expect(JSON.stringify(problems)).not.toContain("hunter2");
      expect(JSON.stringify(problems)).toContain("…@host");
    },
  );

  test("never repeat a secret", () => {
    const secret: InputScope = { scope: "x", table: { key: { type: "text", secret: true, maxLength: 3, doc: "" } } };
    const given: InputSources = {
      options: new Map(),
      env: { X_KEY: "hunter2" },
      readSecretFile: () => ({ text: "", isReadableByAll: false }),
    };
    const { problems } = problemsInWords(readConfig([secret], given));
    expect(JSON.stringify(problems)).not.toContain("hunter2");
    expect(problems).toHaveLength(1);
  });
});
