import { worded } from "../inputs/wording.ts";
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import * as answers from "./answer-schema.ts";
import { placeOf } from "../results/schema.ts";

function problemIn(schema: v.GenericSchema, value: unknown): string | undefined {
  const [issue] = v.safeParse(schema, value, { abortEarly: true }).issues ?? [];
  return issue && `${placeOf(issue.path)}: ${issue.message}`;
}

const progress = {};
const passed = { suites: [], conclusion: { kind: "passed" }, warnings: [] };
const file = { name: "log.txt", title: "The log", content: "x" };
const handle = answers.runHandle("mine");

describe("an answer that a provider may give", () => {
  test.for<[v.GenericSchema, unknown]>([
    [answers.runState, { status: "finished", progress }],
    [answers.runState, { status: "unrecognised", says: "paused", notPassed: true, progress: { total: 3 } }],
    [answers.providerFiles, [file, { ...file, content: new Uint8Array(1), testCase: { suite: "s", name: "n" } }]],
    [answers.runResults, { testRun: passed }],
    [answers.problems, [{ message: "a" }, { message: () => "b", suggestion: null }]],
    [answers.accountAnswer, { account: "unclear", says: "no way to ask" }],
    [answers.cancelAnswer, "finished"],
    [handle, { ref: "mine:1", name: null, url: "https://mine.example/1" }],
  ])("%#: is taken", ([schema, value]) => expect(problemIn(schema, value)).toBeUndefined());
});

describe("an answer that no provider may give", () => {
  test.for<[v.GenericSchema, unknown, string]>([
    [answers.runState, undefined, ": must be an object"],
    [answers.runState, { status: "done", progress }, "status: must be one of queued, running, finished, unrecognised"],
    [answers.runState, { status: "running" }, "progress: is missing"],
    [answers.runState, { status: "running", progress: { total: -1 } }, "progress.total: must be a count"],
    [answers.runState, { status: "unrecognised", progress }, "says: is missing"],
    [answers.runResults, { testRun: { ...passed, quarantineWarnings: [] } }, "testRun: must contain no quarantine"],
    [answers.runResults, { testRun: passed, files: [{ ...file, content: 1 }] }, "files[0].content"],
    [answers.problems, [{ message: 1 }], "[0].message: must be text"],
    [answers.problems, "no", ": must be a list"],
    [answers.accountAnswer, { account: "refused" }, "account: must be one of accepted, unclear"],
    [answers.cancelAnswer, true, ": must be one of cancelled, finished"],
    [handle, { ref: "other:1" }, 'ref: must be one printable word that begins with "mine:"'],
    [handle, { ref: "mine:1 2" }, "ref: must be one printable word"],
    [handle, { ref: "mine:" }, "ref: must be one printable word"],
    [handle, { ref: "mine:\u001b[2J1" }, "ref: must be one printable word"],
    [handle, { ref: "mine:1\u202e2" }, "ref: must be one printable word"],
  ])("%#: is refused, with its place", ([schema, value, says]) => {
    expect(problemIn(schema, value)).toContain(says);
  });

  test.for(["", ".profile", "a/b", "a\\b", "c:d", "a\nb", "x".repeat(181), "page.framed.html", "PAGE.FRAMED.HTM"])(
    "a file is not called %j",
    (name) => expect(problemIn(answers.providerFiles, [{ ...file, name }])).toContain("[0].name: must be a plain file"),
  );
});

test("a function that makes a text of a problem makes a text, whatever it returns", () => {
  const [problem] = v.parse(answers.problems, [{ message: () => 7 }]);
  expect(worded(problem?.message ?? "")).toBe("7");
});
