import { expect, test } from "vitest";
import { type InputNames, worded, type Wording } from "./wording.ts";

const asked: Wording = ({ option, optionOrVariable, secret, secretOrFile, whereTheyAre }) =>
  [
    option("reportDir"),
    optionOrVariable("own-name", "reportDir"),
    secret("ats", "apiToken"),
    secretOrFile("ats", "apiToken"),
    secretOrFile("apptest", "userId", "accessKey"),
    whereTheyAre,
  ].join("\n");

test("a text is worded for the command line, unless other names are given", () => {
  expect(worded(asked).split("\n")).toEqual([
    "--report-dir",
    "--report-dir (or OWN_NAME_REPORT_DIR)",
    "ATS_API_TOKEN",
    "ATS_API_TOKEN (or ATS_API_TOKEN_FILE)",
    "APPTEST_USER_ID and APPTEST_ACCESS_KEY (or each as …_FILE)",
    "Fix the options above; `remotest <command> --help` lists them all.",
  ]);
  const plain = (...words: readonly string[]): string => words.join(" ");
  const names: InputNames = {
    option: plain,
    optionOrVariable: plain,
    secret: plain,
    secretOrFile: plain,
    whereTheyAre: "Fix the form.",
  };
  expect(worded(asked, names).split("\n")).toEqual([
    "reportDir",
    "own-name reportDir",
    "ats apiToken",
    "ats apiToken",
    "apptest userId accessKey",
    "Fix the form.",
  ]);
});

test("a plain text stays as it is, whatever it looks like", () => {
  const text = "--report-dir (or REMOTEST_REPORT_DIR), ATS_API_TOKEN, `--json`";
  expect(worded(text)).toBe(text);
});
