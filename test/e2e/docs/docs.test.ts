import { describe, expect, test } from "vitest";
import { providerNames } from "../../../packages/remotest/src/providers/load-provider.ts";
import { remotest } from "../stage/command.ts";
import { blocks, page, pages } from "../stage/documents.ts";

const readme = page("README.md");
const manual = page("packages/remotest/README.md");

/** The words of a start at each provider. */
const starts: readonly string[][] = providerNames.map((name) => ["run", name]);

const helpOf = async (...args: string[]): Promise<string> => (await remotest([...args, "--help"])).stdout;

/** An input in the help. */
interface HelpInput {
  readonly option: string;
  readonly variable: string;
  readonly default: string | undefined;
}

/** Reads the inputs of a help text: `--name <text>   REMOTEST_NAME`, or `ATS_API_TOKEN or ATS_API_TOKEN_FILE (…)`. */
function inputsIn(help: string): readonly HelpInput[] {
  const heading = /^ {2}(?:(--[^\n]+?) {3}([A-Z_]+)|([A-Z_]+) or \3_FILE \(environment only\))\n((?: {6}.*\n)+)/gm;
  return [...help.matchAll(heading)].map(([, option = "secret", variable, secret, doc = ""]) => ({
    option,
    variable: variable ?? secret ?? "",
    default: /Default:\s+(\S+)\.$/m.exec(doc.replaceAll(/\s+/g, " ").trim())?.[1],
  }));
}

describe("the options in the help are those that scripts rely on", () => {
  const common =
    "name timeout poll-interval report-dir rerun-failed fail-on max-failures min-tests max-duration quarantine reporter history history-dir resume correlate callback-listen on-interrupt commit-status comment check-name commit config run shard dry-run json ca-file proxy insecure-http max-response verbose quiet no-color";
  const contract = {
    apptest: `base-url project-id app-file time-limit use-vo callback os-type scenario-id source-type ${common}`,
    ats: `base-url app-id template-id ${common}`,
    browserstack: `base-url framework app-file app test-suite-file test-suite device project shards class package annotation size only-testing skip-testing execute include-tag exclude-tag device-logs network-logs video ${common}`,
    mta: `base-url configuration suite case application-instance scope coverage retention-days ${common}`,
  };
  const secrets = {
    apptest: ["APPTEST_USER_ID", "APPTEST_ACCESS_KEY", "APPTEST_LOGIN_ID", "APPTEST_LOGIN_PW"],
    ats: ["ATS_API_TOKEN", "ATS_USERNAME", "ATS_PASSWORD"],
    browserstack: ["BROWSERSTACK_USERNAME", "BROWSERSTACK_ACCESS_KEY"],
    mta: ["MTA_USERNAME", "MTA_PASSWORD", "MTA_WEBHOOK_SECRET"],
  };

  test.for(["apptest", "ats", "browserstack", "mta"] as const)("run %s", async (provider) => {
    const inputs = inputsIn(await helpOf("run", provider));
    const options = inputs.filter(({ option }) => option !== "secret").map(({ option }) => option.split(" ")[0]);
    expect(new Set(options)).toEqual(new Set(contract[provider].split(" ").map((name) => `--${name}`)));
    expect(inputs.filter(({ option }) => option === "secret").map(({ variable }) => variable)).toEqual(
      expect.arrayContaining(secrets[provider]),
    );
  });

  test("sandbox", async () => {
    expect(inputsIn(await helpOf("sandbox")).map(({ option }) => option)).toEqual(["--port <n>", "--speed <n>"]);
  });
});

describe("the command's page", () => {
  const services = pages.filter(({ path }) => path.startsWith("docs/services/"));
  const text = [manual, ...services].map((each) => each.text).join("\n");
  /** The rows of its tables of options, and of those on the pages of the services: the first two columns, and the meaning. */
  const rows = [...text.matchAll(/^\| (?:`(--.+?)`|secret) \| `([A-Z_]+)` \| (.+) \|$/gm)].map(
    ([, option = "secret", variable = "", meaning = ""]) => ({
      option: option.replaceAll(String.raw`\|`, "|"),
      variable,
      meaning,
    }),
  );

  test("has a row for each input of the help, and no other", async () => {
    const help = await Promise.all([...starts, ["sandbox"], ["merge"], ["plan"]].map((args) => helpOf(...args)));
    const shown = new Set(help.flatMap(inputsIn).map(({ option, variable }) => `${option} ${variable}`));
    // Two commands may have an option of one name, each with a meaning of its own.
    const listed = new Set(rows.map(({ option, variable }) => `${option} ${variable}`));
    expect([...listed].toSorted()).toEqual([...shown].toSorted());
  });

  test("names each default", async () => {
    const help = await Promise.all([...starts, ["sandbox"], ["merge"], ["plan"]].map((args) => helpOf(...args)));
    const defaults = help.flatMap(inputsIn).filter((input) => input.default !== undefined);
    expect(defaults.length).toBeGreaterThan(8);
    for (const { variable, default: value } of defaults)
      expect(
        rows
          .filter((row) => row.variable === variable)
          .map(({ meaning }) => meaning)
          .join(" "),
        variable,
      ).toContain(`\`${value}\``);
  });

  test("names each command, and no other", async () => {
    const help = await helpOf();
    const commands = /Commands\n(.+?)\n\n/s.exec(help)?.[1]?.split("\n") ?? [];
    const named = [...manual.text.matchAll(/^\| `remotest ([^`]+)` \|/gm)].map(([, command = ""]) =>
      command.replaceAll(String.raw`\|`, "|"),
    );
    expect(new Set(commands.map((line) => line.trim().split("  ")[0]))).toEqual(new Set(named));
  });
});

describe("the pages about the command", () => {
  /** Options of other programs, of the example provider, and the one that the README misspells. */
  const foreign = [
    "--yes",
    "--project",
    "--save-dev",
    "--suite",
    "--app-flie",
    "--minutes",
    "--changed",
    "--survivors",
    "--target",
    "--require",
    "--write",
    "--seed",
    "--life",
    "--package-lock-only",
    "--ignore-scripts",
    "--rehearse",
    "--memory-saver-mode",
    "--optimize-for-size",
    "--semi-space-growth-factor",
  ];

  test("show the problems as the command prints them", async () => {
    const [, line = "", wanted] = /^\$ remotest (run apptest .*)\n([^]*?)^```$/m.exec(readme.text) ?? [];
    const { code, stderr } = await remotest(line.split(" "));
    expect([code, stderr]).toEqual([2, wanted]);
  });

  test("name only options that exist", async () => {
    const help = await Promise.all(
      [...starts, ["attach"], ["plan"], ["sandbox"], ["merge"], ["init"]].map((args) => helpOf(...args)),
    );
    const known = new Set(["--help", "--version", ...foreign, ...help.join("\n").match(/--[a-z][a-z-]+/g)!]);
    const spoken = new Set(["README.md", "CONTRIBUTING.md", "packages/remotest/README.md", "packages/core/README.md"]);
    for (const { path, text } of pages.filter((each) => spoken.has(each.path) || each.path.startsWith("docs/"))) {
      const named = [...text.matchAll(/(?<![\w-])--[a-z][a-z-]*[a-z](?![\w<-])/g)].map(([option]) => option);
      // The page of mistakes is made of them.
      if (path === "docs/errors.md") continue;
      expect(
        named.filter((option) => !known.has(option)),
        path,
      ).toEqual([]);
    }
  });

  test.for([readme.path, manual.path])("%s lists the exit codes of the help", async (path) => {
    const help = (await helpOf()).replace(/^.*Exit codes\n/s, "");
    const codes = [...help.matchAll(/^ {2}(\d[\d, ]*?) {2,}([a-z-]+)/gm)].map(([, code, verdict]) => [code, verdict]);
    const listed = [...page(path).text.matchAll(/^\| (\d[\d, ]*) \| ([a-z-]+) \|/gm)].map(([, code, word]) => [
      code,
      word,
    ]);
    expect(listed).toHaveLength(7);
    expect(listed).toEqual(codes);
  });

  test("the README shows the command's output", async () => {
    const shown = blocks(readme).find(({ code }) => code.startsWith("$ remotest "))?.code ?? "";
    const [line = "", ...printed] = shown.split("\n");
    const { code, stderr } = await remotest(line.split(" ").slice(2));
    expect(stderr).toBe(printed.join("\n"));
    expect(code).toBe(2);
  });
});
