import { DocumentPart, MalformedDocumentError } from "./document-part.ts";
import {
  InterruptedError,
  ProviderError,
  type RemotestError,
  TimedOutError,
  UnknownStartError,
  UsageError,
} from "../errors.ts";
import { exitCode, verdictOf, type Verdict, worst } from "../gate/verdict.ts";
import type { RunHandle } from "../provider/provider.ts";
import type { Attachment, Report, RunEnd, RunReport } from "./report.ts";
import {
  type Attempt,
  type Conclusion,
  isDuration,
  type Link,
  type TestCase,
  type TestRun,
} from "../results/test-run.ts";

/** A report as `results.json` holds it. */
export type StoredReport = Pick<Report, "runs" | "verdict" | "exitCode" | "warnings" | "commit">;

/**
 * Reads `results.json`, which comes from another job and may have been written by anyone: everything is checked, and
 * what it says twice must agree. Texts are taken as they are, because reporters clean whatever they show.
 *
 * @throws {MalformedDocumentError} that says what is wrong, and where.
 * @example readReportDocument(await readFile("results.json", "utf8")).runs
 */
export function readReportDocument(text: string): StoredReport {
  const document = DocumentPart.parse(text);
  if (document.get("version").value !== 1)
    throw new MalformedDocumentError("It is of another version than 1, or no results.json of Remotest.");
  const runs = document.get("runs").list(readRun);
  const { kind, reason } = { kind: document.get("verdict").get("kind"), reason: document.get("verdict").get("reason") };
  const said = { kind: kind.text(), exitCode: document.get("exitCode").count() };
  const ofRuns = worst(runs.map((run) => run.verdict));
  const verdict = said.kind === "provider-error" ? worst([ofRuns, verdictOf(untold(reason.text()))]) : ofRuns;
  if (said.kind !== verdict.kind || said.exitCode !== exitCode(verdict))
    throw new MalformedDocumentError(
      `It says ${said.kind} (exit code ${said.exitCode}), and its runs make it ${verdict.kind} (${exitCode(verdict)}).`,
    );
  const commit = document.get("commit").optional((each) => each.matching(/^[0-9a-f]{7,64}$/));
  return {
    runs,
    verdict,
    exitCode: exitCode(verdict),
    warnings: document.get("warnings").list((each) => each.text()),
    ...(commit === undefined ? {} : { commit }),
  };
}

function readRun(run: DocumentPart): RunReport {
  const end = readEnd(run);
  const distinction = run.get("distinction").optional((each) => each.text());
  const [startedAt, endedAt] = [run.get("startedAt").time(), run.get("endedAt").time()];
  if (endedAt < startedAt) throw new MalformedDocumentError("A run ended before it started.");
  return {
    provider: run.get("provider").matching(/^[a-z][a-z0-9-]{0,99}$/),
    name: run.get("name").text(),
    ...(distinction === undefined ? {} : { distinction }),
    handle: run.get("handle").optional(readHandle),
    startedAt,
    endedAt,
    end,
    verdict: readVerdict(run.get("verdict"), end),
    attachments: run.get("attachments").list(readAttachment),
  };
}

function readEnd(run: DocumentPart): RunEnd {
  const error = run.get("error").optional(readError);
  const testRun = run.get("results").optional(readTestRun);
  if (error && !testRun) return { kind: "no-results", error };
  if (testRun && !error) return { kind: "results", testRun };
  throw new MalformedDocumentError("A run has either results or an error.");
}

function readVerdict(verdict: DocumentPart, end: RunEnd): Verdict {
  const kind = verdict.get("kind");
  const reason = verdict.get("reason").text();
  if (end.kind === "results") {
    const said = kind.oneOf(["passed", "failed", "provider-error"]);
    if (said === "passed") return { kind: said, reason, forgiven: verdict.get("forgiven").count() };
    return said === "failed" ? { kind: said, reason } : verdictOf(untold(reason));
  }
  // The error tells it all; what is said beside it must be the same.
  const told = verdictOf(end.error);
  kind.oneOf([told.kind]);
  return told;
}

/** The results are whole, and yet no pass: something that relies on them could not be written or told. */
function untold(reason: string): RemotestError {
  return new ProviderError({
    code: "unexpected",
    message: reason,
    next: "Mend what kept the report from being written or told, then run its job again with --resume.",
    retry: "never",
  });
}

function readHandle(handle: DocumentPart): RunHandle {
  const name = handle.get("name").optional((each) => each.text());
  const url = handle.get("url").optional((each) => each.text());
  return {
    ref: handle.get("ref").matching(/^[a-z][a-z0-9-]{0,99}:.+$/su),
    ...(name === undefined ? {} : { name }),
    ...(url === undefined ? {} : { url }),
  };
}

function readError(error: DocumentPart): RemotestError {
  const kind = error.get("kind").oneOf(["provider-error", "timed-out", "unknown-start", "interrupted", "usage"]);
  const said = { message: error.get("message").text(), next: error.get("next").text() };
  const code = error.get("code").text();
  switch (kind) {
    case "timed-out":
      return new TimedOutError(said);
    case "unknown-start":
      return new UnknownStartError(said.message, said.next);
    case "interrupted":
      return new InterruptedError(error.get("signal").oneOf(["SIGINT", "SIGTERM"]), said);
    case "usage":
      return new UsageError(error.get("problems").list(readProblem));
    case "provider-error": {
      const serviceCode = error.get("serviceCode").optional((each) => each.text());
      const reason = error.get("reason").optional((each) => each.text());
      return new ProviderError({
        code,
        ...said,
        retry: "never",
        ...(serviceCode === undefined ? {} : { serviceCode }),
        ...(reason === undefined ? {} : { reason }),
      });
    }
  }
}

function readProblem(problem: DocumentPart): UsageError["problems"][number] {
  const suggestion = problem.get("suggestion").optional((each) => each.text());
  return { message: problem.get("message").text(), ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Nothing of the path leads anywhere else: it is used to copy files. */
function readAttachment(attachment: DocumentPart): Attachment {
  return {
    title: attachment.get("title").text(),
    // oxlint-disable-next-line no-control-regex -- no file of ours has a control character in its name.
    file: attachment.get("file").matching(/^provider\/(?!\.)[^/\\:\u0000-\u001f]{1,200}$/u),
  };
}

function readTestRun(results: DocumentPart): TestRun {
  return {
    suites: results.get("suites").list((suite) => ({
      name: suite.get("name").text(),
      cases: suite.get("cases").list(readCase),
    })),
    conclusion: readConclusion(results.get("conclusion")),
    warnings: results.get("warnings").list((each) => each.text()),
  };
}

function readConclusion(conclusion: DocumentPart): Conclusion {
  const kind = conclusion.get("kind").oneOf(["passed", "failed", "cut-short", "unstated"]);
  if (kind === "cut-short") return { kind, message: conclusion.get("message").text() };
  const message = conclusion.get("message").optional((each) => each.text());
  return kind === "failed" && message !== undefined ? { kind, message } : { kind };
}

function readCase(testCase: DocumentPart): TestCase {
  const attempt = readAttempt(testCase);
  const notPassed = attempt.outcome === "failed" || attempt.outcome === "error";
  const quarantine = testCase.get("quarantine").optional((each) => ({
    reason: each.get("reason").text(),
    until: each.get("until").matching(/^\d{4}-\d\d-\d\d$/),
  }));
  if (quarantine && !notPassed) throw new MalformedDocumentError("A test in quarantine is one that did not pass.");
  return {
    ...attempt,
    name: testCase.get("name").text(),
    earlierAttempts: testCase.get("earlierAttempts").optional((each) => each.list(readAttempt)) ?? [],
    ...(testCase.get("unnamed").value === true ? { unnamed: true } : {}),
    ...(quarantine ? { quarantine } : {}),
  };
}

function readAttempt(attempt: DocumentPart): Attempt {
  const outcome = attempt.get("outcome").oneOf(["passed", "failed", "error", "skipped"]);
  const durationMs = attempt.get("durationMs").optional((each) => each.number());
  if (durationMs !== undefined && !isDuration(durationMs))
    throw new MalformedDocumentError("Nothing takes as long as one of its tests is said to.");
  const links = attempt.get("links").optional((each) => each.list(readLink)) ?? [];
  const common = { links, ...(durationMs === undefined ? {} : { durationMs }) };
  const message = attempt.get("message");
  if (outcome === "passed") return { outcome, ...common };
  if (outcome !== "skipped") return { outcome, message: message.text(), ...common };
  const said = message.optional((each) => each.text());
  return { outcome, ...common, ...(said === undefined ? {} : { message: said }) };
}

function readLink(link: DocumentPart): Link {
  return { label: link.get("label").text(), href: link.get("href").text() };
}
