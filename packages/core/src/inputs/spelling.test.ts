import { expect, test } from "vitest";
import { closest } from "./spelling.ts";

const options = ["--timeout", "--time-limit", "--name", "--app-file", "--report-dir"];

test.for([
  ["--tmeout", "--timeout"],
  ["--timeuot", "--timeout"],
  ["--app-fil", "--app-file"],
  ["--appfile", "--app-file"],
  ["--reprot-dir", "--report-dir"],
  ["--nam", "--name"],
  ["--completely-different", undefined],
  ["--x", undefined],
])("%s most likely means %s", ([given, wanted]) => expect(closest(given ?? "", options)).toBe(wanted));
