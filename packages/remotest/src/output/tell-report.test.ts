import { UsageError } from "@remotest/core";
import type { Report } from "@remotest/core/flow";
import { describe, expect, test } from "vitest";
import { tellReport } from "./tell-report.ts";

const report: Report = {
  runs: [],
  verdict: { kind: "passed", reason: "All passed.", forgiven: 0 },
  exitCode: 0,
  reportDir: "/work/report",
  givenReportDir: "report",
  warnings: [],
  history: [],
};

/** Reports to listeners that fail as often as given. @returns what each received, in order */
async function tell(failing: {
  readonly outputs?: number;
  readonly observer?: number;
  readonly stdout?: boolean;
  readonly terminal?: boolean;
  /** A script reads stdout, unless it is false. */
  readonly json?: boolean;
}) {
  const heard: string[] = [];
  const listener = (name: "outputs" | "observer") => {
    let left = failing[name] ?? 0;
    return {
      event: () => undefined,
      finished: ({ exitCode }: Report) => {
        if (left-- > 0) throw new Error(`${name} is full`);
        heard.push(`${name} ${exitCode}`);
      },
    };
  };
  const told = await tellReport(
    report,
    {
      terminal: {
        listen: () => undefined,
        rest: () => heard.push("rest"),
        finish: ({ exitCode }) => {
          if (failing.terminal) throw new Error("no such glyph");
          heard.push(`terminal ${exitCode}`);
        },
      },
      outputs: listener("outputs"),
      json: failing.json ?? true,
    },
    {
      observer: listener("observer"),
      stderr: { write: (text) => heard.push(`stderr ${text.trim()}`) },
      stdout: { write: (text) => heard.push(`stdout ${(JSON.parse(text) as { exitCode: number }).exitCode}`) },
      flushStdout: async () => {
        if (failing.stdout) throw new Error("stdout is full");
      },
    },
  );
  return { told, heard };
}

describe("a report is passed on", () => {
  test("to jobs, to the script, and to people last", async () => {
    const { told, heard } = await tell({});
    expect(told).toBe(report);
    expect(heard).toEqual(["outputs 0", "observer 0", "rest", "stdout 0", "terminal 0"]);
  });

  test("to jobs and people alone, if no script reads stdout", async () => {
    const { told, heard } = await tell({ json: false });
    expect(told).toBe(report);
    expect(heard).toEqual(["outputs 0", "observer 0", "terminal 0"]);
  });

  test("as it is on the command line, where no plugin listens and stdout needs no flush", async () => {
    const told: string[] = [];
    const output = { write: (text: string) => told.push(text) };
    const terminal = {
      listen: () => undefined,
      rest: () => undefined,
      finish: ({ exitCode }: Report) => void told.push(`terminal ${exitCode}`),
    };
    const outputs = {
      event: () => undefined,
      finished: ({ exitCode }: Report) => void told.push(`outputs ${exitCode}`),
    };
    const platform = { stdout: output, stderr: output };
    expect(await tellReport(report, { terminal, outputs, json: true }, platform)).toBe(report);
    expect(told).toEqual(["outputs 0", expect.stringContaining('"verdict": "passed"') as string, "terminal 0"]);
  });

  test("as not passed to all of them, if one of the jobs fails to receive it", async () => {
    expect((await tell({ outputs: 1 })).heard).toEqual([
      "observer 0",
      "outputs 3",
      "observer 3",
      "rest",
      "stdout 3",
      "terminal 3",
    ]);
    expect((await tell({ outputs: 1 })).told.verdict).toMatchObject({
      kind: "provider-error",
      reason: expect.stringContaining("outputs is full") as string,
    });
    expect((await tell({ observer: 9 })).heard).toEqual(["outputs 0", "outputs 3", "rest", "stdout 3", "terminal 3"]);
  });

  test("as not passed to jobs and people, if stdout cannot be written", async () => {
    const { told, heard } = await tell({ stdout: true });
    expect(heard).toEqual(["outputs 0", "observer 0", "rest", "stdout 0", "outputs 3", "observer 3", "terminal 3"]);
    expect(told.verdict).toMatchObject({
      kind: "provider-error",
      reason: expect.stringContaining("stdout is full") as string,
    });
  });

  test("in plain words on stderr, if the terminal's own output fails", async () => {
    const { told, heard } = await tell({ terminal: true });
    expect(told.exitCode).toBe(3);
    expect(heard.join("\n")).toMatch(
      /^outputs 0\nobserver 0\nrest\nstdout 0\noutputs 3\nobserver 3\nstderr ✗ .*no such glyph\n.*→ .*\nstderr provider-error: .*no such glyph$/,
    );
  });

  test("as one document with the reason, if the report cannot be made one", async () => {
    const end = { kind: "no-results", error: new UsageError([]) } as const;
    const never = new Date(Number.NaN);
    const broken: Report = {
      ...report,
      runs: [
        {
          provider: "own",
          name: "n",
          handle: undefined,
          startedAt: never,
          endedAt: never,
          end,
          verdict: { kind: "failed", reason: "1 failed." },
          attachments: [],
        },
      ],
    };
    const written: string[] = [];
    const output = { write: (text: string) => written.push(text) };
    const quiet = { event: () => undefined, finished: () => undefined };
    const terminal = { listen: () => undefined, rest: () => undefined, finish: () => undefined };
    const told = await tellReport(broken, { terminal, outputs: quiet, json: true }, { stdout: output, stderr: output });
    expect(told.exitCode).toBe(3);
    expect(written.map((text) => JSON.parse(text) as unknown)).toEqual([
      { verdict: "provider-error", reason: told.verdict.reason, exitCode: 3 },
    ]);
  });
});
