/** A change of the code that no test notices, and the reason why no test has to. */
export interface AcceptedMutant {
  readonly file: string;
  /** The original line, without its indentation. */
  readonly line: string;
  /** The part of it that is replaced; only needed if another part is replaced by the same text. */
  readonly original?: string;
  readonly replacement: string;
  readonly reason: string;
}

const gate = "packages/core/src/gate/gate.ts";
const verdict = "packages/core/src/gate/verdict.ts";
const mergeReports = "packages/core/src/report/merge-reports.ts";
const shardDoubts = "packages/core/src/report/shard-doubts.ts";
const resumption = "packages/core/src/ledger/resumption.ts";
const planVerdict = "packages/core/src/report/plan-verdict.ts";
const conclusion = "packages/core/src/results/conclusion.ts";
const start = "packages/core/src/run/send-once.ts";
const retry = "packages/core/src/run/retry.ts";
const cancel = "packages/core/src/run/cancel.ts";
const begin = "packages/core/src/run/begin.ts";
const findStarted = "packages/core/src/run/find-started.ts";
const hazard = "packages/core/src/run/hazard.ts";
const openPlan = "packages/core/src/run/open-plan.ts";
const wait = "packages/core/src/run/wait.ts";
const mergeRerun = "packages/core/src/results/merge-rerun.ts";
const quarantine = "packages/core/src/gate/quarantine.ts";
const readLedger = "packages/core/src/ledger/read-ledger.ts";
const shardsOfPlan = "packages/core/src/report/shards-of-plan.ts";
const publish = "packages/core/src/report/publish.ts";
const knownRuns = "packages/core/src/report/known-runs.ts";
const lock = "packages/core/src/report-dir/report-dir-lock.ts";
const lockOwner = "packages/core/src/report-dir/lock-owner.ts";
const reportDir = "packages/core/src/report-dir/report-dir.ts";
const previousReport = "packages/core/src/report-dir/previous-report.ts";
const between = "packages/http/src/between.ts";
const echoed = "packages/http/src/echoed.ts";
const redactor = "packages/http/src/redactor.ts";
const provider = "packages/remotest/src/secrets/redacted-provider.ts";
const redactedText = "packages/remotest/src/secrets/redacted-text.ts";

const anyText = '["Stryker was here"]';
const noSuchText = "An additional form of a character, which no text contains.";
const countsAsFalse = "An undefined value counts as false.";
const onlyTypesAfterCheck = "The caller has already checked it; the condition is only needed for the types.";
const undefinedIsMissing = "An undefined field is the same as a missing one; only the types distinguish them.";
const onlyItsMessage = "Of this error, only the message is used: as a part of another error.";
const onlyTypes = "No other conclusion that gets here has a message; the condition is only needed for the types.";

const noCode = "An error without a code has neither of the two codes; the condition is only needed for the types.";
const onItsWay = "Without a reference, whatever is not `not-started` counts as on its way; with one, it is `started`.";
const onlyInSchema =
  "It is only for the published schema, which is generated and committed: the check of generated files notices it.";
const allInShards = "All shards of one plan say how many there are; the condition is only needed for the types.";

export const acceptedMutants: readonly AcceptedMutant[] = [
  {
    file: gate,
    line: 'if (counts.total === 0) return failed(noTestRan(conclusion.kind === "failed" ? conclusion.message : undefined));',
    replacement: "true",
    reason: onlyTypes,
  },
  {
    file: gate,
    line: 'if (conclusion.kind === "failed" && conclusion.message)',
    replacement: "true",
    reason: onlyTypes,
  },
  {
    file: gate,
    line: "if (maxDurationMs === undefined || (durationMs !== undefined && durationMs <= maxDurationMs)) return undefined;",
    replacement: "true",
    reason: "An undefined duration is not less than any limit; the condition is only needed for the types.",
  },
  {
    file: verdict,
    line: 'const isInterrupted = "error" in verdict && verdict.error instanceof InterruptedError;',
    replacement: '"error" in verdict || verdict.error instanceof InterruptedError',
    reason: "Of all errors only this one has a signal; the condition is only needed for the types.",
  },
  {
    file: verdict,
    line: 'const forgiven = verdicts.reduce((sum, each) => sum + (each.kind === "passed" ? each.forgiven : 0), 0);',
    replacement: "true",
    reason: "All of them have passed; the condition is only needed for the types.",
  },
  {
    file: mergeReports,
    line: '...(shards.some((shard) => shard.kind === "report" && shard.lacksShards === true) && { lacksShards: true }),',
    original: 'shard.kind === "report"',
    replacement: "true",
    reason: "A missing shard has no such field; the condition is only needed for the types.",
  },
  {
    file: mergeReports,
    line: "return [...runs.map(resultsOf), ...(more ? [undefined] : [])];",
    replacement: anyText,
    reason: "A text is not the results of a run: no entry covers a test in it.",
  },
  {
    file: mergeReports,
    line: 'return end.kind === "results" ? end.testRun : undefined;',
    replacement: "true",
    reason: "No other end has results; the condition is only needed for the types.",
  },
  {
    file: shardDoubts,
    line: 'const original = holders.get(refs[0] ?? "");',
    replacement: '"Stryker was here!"',
    reason: "No run has either as its reference.",
  },
  {
    file: shardDoubts,
    line: "return JSON.stringify(runDocument({ ...run, attachments: [] }));",
    replacement: anyText,
    reason: "If all runs have the same attachments, whatever they are, only the rest is compared.",
  },
  {
    file: shardDoubts,
    line: 'return shards.flatMap((shard) => (shard.kind === "report" && shard.commit !== undefined ? [shard.commit] : []))[0];',
    original: 'shard.kind === "report"',
    replacement: "true",
    reason: "A missing shard has no commit; the condition is only needed for the types.",
  },
  {
    file: shardDoubts,
    line: 'for (const commit of shard.kind === "report" ? commitsOf(shard) : [])',
    replacement: "true",
    reason: "The runs of a missing shard have no commit; the condition is only needed for the types.",
  },
  {
    file: shardDoubts,
    line: 'const origins = shards.flatMap((shard) => (shard.kind === "report" && shard.origin ? [shard.origin] : []));',
    original: 'shard.kind === "report"',
    replacement: "true",
    reason: "A missing shard has no origin; the condition is only needed for the types.",
  },
  {
    file: resumption,
    line: "(entry) => inputs !== undefined && entry.inputs === inputs && entry.provider === provider.name,",
    original: "inputs !== undefined",
    replacement: "true",
    reason: "An entry without inputs has null there, so it is not like a run without them either.",
  },
  {
    file: planVerdict,
    line: 'const which = shard ? `Shard ${shard.number}/${shard.of}` : "The shard";',
    original: '"The shard"',
    replacement: '""',
    reason: "Only a shard of a plan can be empty; the other text is only needed for the types.",
  },
  {
    file: planVerdict,
    line: "const ignored = runs.filter(isIgnored);",
    replacement: "runs",
    reason: "If a run that counts did not pass, its verdict is that of the plan; so what is left are the ignored ones.",
  },
  {
    file: conclusion,
    line: 'const order: readonly Conclusion["kind"][] = ["passed", "unstated", "failed", "cut-short"];',
    original: '"passed"',
    replacement: '""',
    reason: "What is not in the list comes before everything that is in it, as the first does.",
  },
  {
    file: start,
    line: "...(timeoutMs !== undefined && { timeoutMs }),",
    original: "timeoutMs !== undefined",
    replacement: "true",
    reason: undefinedIsMissing,
  },
  {
    file: retry,
    line: "if (!(error instanceof ProviderError)) throw error;",
    replacement: "false",
    reason: "No other error says that a retry may help, so it is thrown a few lines later.",
  },
  {
    file: retry,
    line: '.join("\\n");',
    replacement: '""',
    reason:
      "Two answers that differ only in where one of their documents ends count as the same, which no service sends.",
  },
  {
    file: retry,
    line: '#last = "";',
    replacement: '"Stryker was here!"',
    reason: "No answer is like either: an answer without documents is not compared.",
  },
  {
    file: cancel,
    line: "const answer = await retry(() => cancel(handle, callContext({ run, listen }, deadline.end)), {",
    original: "{ run, listen }",
    replacement: "{}",
    reason: "They are for the progress of an upload, and a request to cancel uploads nothing.",
  },
  {
    file: begin,
    line: 'if (beginning.kind !== "start") throw new TypeError("A known run must not be started");',
    replacement: "false",
    reason: "No caller does it; the condition is only needed for the types.",
  },
  {
    file: begin,
    line: 'if (beginning.kind !== "start") throw new TypeError("A known run must not be started");',
    replacement: '""',
    reason: "No caller does it; the condition is only needed for the types.",
  },
  {
    file: findStarted,
    line: 'if (find === "unsupported") throw new TypeError("This service finds no runs");',
    replacement: "false",
    reason: onlyTypesAfterCheck,
  },
  {
    file: findStarted,
    line: 'if (find === "unsupported") throw new TypeError("This service finds no runs");',
    original: '"unsupported"',
    replacement: '""',
    reason: onlyTypesAfterCheck,
  },
  {
    file: findStarted,
    line: 'if (find === "unsupported") throw new TypeError("This service finds no runs");',
    original: '"This service finds no runs"',
    replacement: '""',
    reason: onlyTypesAfterCheck,
  },
  {
    file: hazard,
    line: "return z > 0 ? above : 1 - above;",
    replacement: "z >= 0",
    reason: "Half of all values are above 0, and half are below: the result is the same.",
  },
  {
    file: openPlan,
    line: "const plans = new Set(isStarted ? [] : [...taken].map(({ plan }) => plan));",
    replacement: anyText,
    reason: "No plan has this text as its ID.",
  },
  {
    file: wait,
    line: 'if (state.status === "unrecognised" && state.notPassed === true)',
    original: 'state.status === "unrecognised"',
    replacement: "true",
    reason: "Only an unrecognised status has this mark; the condition is only needed for the types.",
  },
  {
    file: wait,
    line: "this.#isOpen = false;",
    replacement: "true",
    reason: "Where a check has failed, its error is told first; the next check sets this again.",
  },
  {
    file: wait,
    line: "...(timeoutMs !== undefined && { timeoutMs }),",
    original: "timeoutMs !== undefined",
    replacement: "true",
    reason: undefinedIsMissing,
  },
  {
    file: wait,
    line: "code: `${providerOf(ref)}-counts`,",
    replacement: "``",
    reason: onlyItsMessage,
  },
  {
    file: wait,
    line: `next: "Check the run's page at the service.",`,
    replacement: '""',
    reason: onlyItsMessage,
  },
  {
    file: wait,
    line: 'retry: "never",',
    replacement: '""',
    reason: onlyItsMessage,
  },
  {
    file: wait,
    line: "notPassed: true,",
    replacement: "false",
    reason: onlyItsMessage,
  },
  {
    file: wait,
    line: "...(evidence === undefined ? {} : { evidence }),",
    replacement: "false",
    reason: undefinedIsMissing,
  },
  {
    file: mergeRerun,
    line: "known?.pop();",
    replacement: "known.pop",
    reason: "If there is a next case, it is in a list; the condition is only needed for the types.",
  },
  {
    file: quarantine,
    line: "for (const { name, cases } of testRun?.suites ?? [])",
    replacement: "testRun.suites",
    reason: "It is only called if every run has results; the condition is only needed for the types.",
  },
  {
    file: quarantine,
    line: "for (const { name, cases } of testRun?.suites ?? [])",
    replacement: anyText,
    reason: "It is only called if every run has results; the condition is only needed for the types.",
  },
  {
    file: quarantine,
    line: "if (left.size === 0) return left;",
    replacement: "false",
    reason: "If every entry was found, nothing more is removed: it is only slower.",
  },
  {
    file: readLedger,
    line: 'const missing = error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");',
    original: 'error instanceof Error && "code" in error',
    replacement: "true",
    reason: noCode,
  },
  {
    file: readLedger,
    line: 'const missing = error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");',
    replacement: 'error instanceof Error || "code" in error',
    reason: noCode,
  },
  {
    file: readLedger,
    line: 'const time = v.pipe(v.string(), v.metadata({ format: "date-time" }));',
    replacement: "{}",
    reason: onlyInSchema,
  },
  {
    file: readLedger,
    line: 'const time = v.pipe(v.string(), v.metadata({ format: "date-time" }));',
    replacement: '""',
    reason: onlyInSchema,
  },
  {
    file: readLedger,
    line: 'start: v.fallback(v.picklist(["not-started", "on-its-way", "started"]), "on-its-way"),',
    original: '"on-its-way"',
    replacement: '""',
    reason: onItsWay,
  },
  {
    file: readLedger,
    line: 'start: v.fallback(v.picklist(["not-started", "on-its-way", "started"]), "on-its-way"),',
    original: '"started"',
    replacement: '""',
    reason: onItsWay,
  },
  {
    file: shardsOfPlan,
    line: 'const planned = shards.filter((shard): shard is PlannedShard => shard.kind === "report" && shard.plan !== undefined);',
    original: 'shard.kind === "report"',
    replacement: "true",
    reason: "A missing shard has no plan; the condition is only needed for the types.",
  },
  {
    file: shardsOfPlan,
    line: "const of = planned.find((each) => each.plan.shard)?.plan.shard?.of ?? 1;",
    replacement: "planned.find(each => each.plan.shard)?.plan.shard.of",
    reason: allInShards,
  },
  {
    file: shardsOfPlan,
    line: "const of = planned.find((each) => each.plan.shard)?.plan.shard?.of ?? 1;",
    replacement: "planned.find(each => each.plan.shard).plan",
    reason: allInShards,
  },
  {
    file: shardsOfPlan,
    line: "const [plan] = reports.flatMap((each) => each.plan ?? []);",
    replacement: anyText,
    reason: "A text has no number of runs, so nothing is the whole of it.",
  },
  {
    file: shardsOfPlan,
    line: "const given = new Set(planned.map(({ plan }) => plan.shard?.number));",
    replacement: "plan.shard.number",
    reason: allInShards,
  },
  {
    file: shardsOfPlan,
    line: "if (found.size < 2) return only === own || own === undefined || only === undefined ? [] : [anotherBuild(only, own)];",
    original: "only === undefined",
    replacement: "false",
    reason: "Without the build of a shard, both are the same; the condition is only needed for the types.",
  },
  {
    file: shardsOfPlan,
    line: "const of = plan.shard?.of ?? planned.find((each) => each.plan.shard)?.plan.shard?.of ?? 1;",
    replacement: "planned.find(each => each.plan.shard)?.plan.shard.of",
    reason: allInShards,
  },
  {
    file: shardsOfPlan,
    line: "const of = plan.shard?.of ?? planned.find((each) => each.plan.shard)?.plan.shard?.of ?? 1;",
    replacement: "planned.find(each => each.plan.shard).plan",
    reason: allInShards,
  },
  {
    file: shardsOfPlan,
    line: "const of = plan.shard?.of ?? planned.find((each) => each.plan.shard)?.plan.shard?.of ?? 1;",
    replacement: "() => undefined",
    reason: allInShards,
  },
  {
    file: shardsOfPlan,
    line: "const of = plan.shard?.of ?? planned.find((each) => each.plan.shard)?.plan.shard?.of ?? 1;",
    replacement: "plan.shard?.of && planned.find(each => each.plan.shard)?.plan.shard?.of",
    reason: allInShards,
  },
  {
    file: shardsOfPlan,
    line: "const of = plan.shard?.of ?? planned.find((each) => each.plan.shard)?.plan.shard?.of ?? 1;",
    replacement: "plan.shard.of",
    reason: allInShards,
  },
  {
    file: publish,
    line: 'const files = [first, ...more].flatMap((failure) => failure?.file ?? []).join(", ");',
    replacement: anyText,
    reason: "If there is no such failure, the names are not used.",
  },
  {
    file: knownRuns,
    line: "if (others.length === 0) return [];",
    replacement: "false",
    reason: "Without other runs, nothing is searched for in the results that are read: it is only slower.",
  },
  {
    file: knownRuns,
    line: "return [];",
    replacement: anyText,
    reason: "A text is not the report of a run.",
  },
  {
    file: knownRuns,
    line: "endedAt: ended >= since ? ended : since,",
    replacement: "ended > since",
    reason: "If both are the same moment, the result is the same.",
  },
  {
    file: lock,
    line: "() => false,",
    replacement: "() => undefined",
    reason: countsAsFalse,
  },
  {
    file: lock,
    line: "return (await stat(now)).mtimeMs - (await lstat(file)).mtimeMs > goneMs;",
    replacement: "(await stat(now)).mtimeMs - (await lstat(file)).mtimeMs >= goneMs",
    reason: "One millisecond of a minute: no test can wait for exactly that moment.",
  },
  {
    file: lock,
    line: "} catch {",
    replacement: "{}",
    reason: countsAsFalse,
  },
  {
    file: lock,
    line: 'if (!hasNoLinks.has((error as NodeJS.ErrnoException).code ?? "")) throw error;',
    original: '""',
    replacement: '"Stryker was here!"',
    reason: "Neither is in the list; the other text is only needed for the types.",
  },
  {
    file: lock,
    line: "await rm(draft, { force: true }).catch(() => undefined);",
    replacement: "{}",
    reason: "The error of a draft that does not exist is then ignored as any other.",
  },
  {
    file: lock,
    line: "await rm(draft, { force: true }).catch(() => undefined);",
    replacement: "false",
    reason: "The error of a draft that does not exist is then ignored as any other.",
  },
  {
    file: lockOwner,
    line: "} catch {",
    replacement: "{}",
    reason: "A function without a result returns undefined.",
  },
  {
    file: reportDir,
    line: 'const [, file = "", pid] = /^(.+)\\.(\\d{1,9})(?:-\\d+)?\\.part$/.exec(name) ?? [];',
    original: '""',
    replacement: '"Stryker was here!"',
    reason: "Neither is the name of a file of ours.",
  },
  {
    file: reportDir,
    line: 'const [, file = "", pid] = /^(.+)\\.(\\d{1,9})(?:-\\d+)?\\.part$/.exec(name) ?? [];',
    replacement: anyText,
    reason: "Only what comes after the first one is used.",
  },
  {
    file: reportDir,
    line: "await ReportDirLock.of(path)?.assertHeld();",
    replacement: "ReportDirLock.of(path).assertHeld",
    reason:
      "The lock was taken in the line before, or this process held it already; the condition is only for the types.",
  },
  {
    file: previousReport,
    line: "if (left.some(({ file }) => file.startsWith(byScript))) await rmdir(join(dir, byScript)).catch(() => undefined);",
    original: "left.some(({ file }) => file.startsWith(byScript))",
    replacement: "true",
    reason: "A folder that does not exist cannot be removed, and one that is not empty stays.",
  },
  {
    file: previousReport,
    line: "return name !== provider && !besides.some((each) => each === name);",
    replacement: "besides.every(each => each === name)",
    reason: "The list has one name.",
  },
  {
    file: previousReport,
    line: "const ours = [...(Array.isArray(await readLedger(from)) ? [provider, unfinished] : []), ...known, ledger];",
    replacement: anyText,
    reason: "No file has this name.",
  },
  {
    file: between,
    line: "...(some.some((code) => code < 0x20)",
    replacement: "code <= 0x20",
    reason: "None of the lists contains a blank.",
  },
  {
    file: between,
    line: ": []),",
    replacement: anyText,
    reason: noSuchText,
  },
  {
    file: between,
    line: "if (!sequence.test(replaced)) return replaced;",
    replacement: "false",
    reason: "Without a sequence, the second search finds the same as the first one: it is only slower.",
  },
  {
    file: between,
    line: "if (bare.length === text.length) return text;",
    replacement: "false",
    reason:
      "If nothing is in between, the secrets are already replaced: it is only slower. Of a secret with an invisible character in it, more is removed.",
  },
  {
    file: echoed,
    line: 'const introducers = new Set(["&", "%", "\\\\"]);',
    original: '"&"',
    replacement: '""',
    reason: "Without it, more is removed, in the same time: escaped ampersands can be divided in few ways.",
  },
  {
    file: echoed,
    line: "...(name === undefined ? [] : [`${ampersand}(?:${name});`]),",
    replacement: anyText,
    reason: noSuchText,
  },
  {
    file: echoed,
    line: "function oneOf(character: string, also: readonly string[] = []): string {",
    replacement: anyText,
    reason: noSuchText,
  },
  {
    file: echoed,
    line: "const single = code <= 0xff ? [String.raw`\\\\{1,2}x${byte}`, `=${byte}`, `%${byte}`] : [];",
    replacement: anyText,
    reason: noSuchText,
  },
  {
    file: redactor,
    line: "if (made.size >= mostMade && oldest !== undefined) made.delete(oldest);",
    original: "oldest !== undefined",
    replacement: "true",
    reason: "As many as are kept have an oldest one; the condition is only needed for the types.",
  },
  {
    file: redactor,
    line: "if (last === undefined || last.length + pattern.length > longestPattern) patterns.push(pattern);",
    replacement: "last.length + pattern.length >= longestPattern",
    reason: "An expression with one character less finds the same.",
  },
  {
    file: redactor,
    line: "if (last === undefined || last.length + pattern.length > longestPattern) patterns.push(pattern);",
    replacement: "last.length - pattern.length",
    reason: "Expressions are larger by two secrets at most, and Node still compiles them: it is only slower.",
  },
  {
    file: redactor,
    line: 'const base64 = bytes.toString("base64").replace(/=+$/, "");',
    replacement: "/=+/",
    reason: "In base64 this character is only at the end.",
  },
  {
    file: redactedText,
    line: "if (changed === text) return text;",
    replacement: "false",
    reason: "A text that cleaning does not change is searched once more, and nothing is found: it is only slower.",
  },
  {
    file: provider,
    line: "...(retryAfterMs === undefined ? {} : { retryAfterMs }),",
    replacement: "false",
    reason: undefinedIsMissing,
  },
  {
    file: provider,
    line: "...(notYet === undefined ? {} : { notYet }),",
    replacement: "false",
    reason: undefinedIsMissing,
  },
  {
    file: provider,
    line: "...(refused === undefined ? {} : { refused }),",
    replacement: "false",
    reason: undefinedIsMissing,
  },
  {
    file: provider,
    line: "...(busy === undefined ? {} : { busy }),",
    replacement: "false",
    reason: undefinedIsMissing,
  },
  {
    file: provider,
    line: "...(notPassed === undefined ? {} : { notPassed }),",
    replacement: "false",
    reason: undefinedIsMissing,
  },
  {
    file: provider,
    line: 'return typeof value === "string" || typeof value === "number" ? [String(value)] : [];',
    replacement: anyText,
    reason: "No part of a reference is this text.",
  },
];
