import { expect, it } from "vitest";
import { setLine } from "./set-line.ts";

const variables = { ATS_BASE_URL: "http://127.0.0.1:4010", ATS_API_TOKEN: "demo" };

it.each([
  { system: "win32", line: '$env:ATS_BASE_URL = "http://127.0.0.1:4010"; $env:ATS_API_TOKEN = "demo"' },
  { system: "linux", line: "export ATS_BASE_URL=http://127.0.0.1:4010 ATS_API_TOKEN=demo" },
  { system: "darwin", line: "export ATS_BASE_URL=http://127.0.0.1:4010 ATS_API_TOKEN=demo" },
])("variables are set in the usual shell of $system", ({ system, line }) => {
  expect(setLine(variables, system)).toBe(line);
});
