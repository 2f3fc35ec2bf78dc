/** A change of the code that no test notices, and why none has to. */
export interface AcceptedMutant {
  readonly file: string;
  /** The line as it stands, without its indentation. */
  readonly line: string;
  /** What stands in place of a part of it. */
  readonly replacement: string;
  readonly reason: string;
}

const gate = "packages/core/src/gate/gate.ts";
const verdict = "packages/core/src/gate/verdict.ts";
const start = "packages/core/src/run/send-once.ts";
const knownRuns = "packages/core/src/report/known-runs.ts";
const lock = "packages/core/src/report-dir/report-dir-lock.ts";
const between = "packages/http/src/between.ts";
const echoed = "packages/http/src/echoed.ts";
const redactor = "packages/http/src/redactor.ts";
const provider = "packages/remotest/src/secrets/redacted-provider.ts";
const redactedText = "packages/remotest/src/secrets/redacted-text.ts";

const anyText = '["Stryker was here"]';
const noSuchText = "One more form of a character, which no text holds.";
const countsAsFalse = "What is undefined counts as false.";
const onlyTypes = "No other conclusion that comes here has a message; only the types need to be told.";

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
    file: verdict,
    line: 'const forgiven = verdicts.reduce((sum, each) => sum + (each.kind === "passed" ? each.forgiven : 0), 0);',
    replacement: "true",
    reason: "All of them have passed; only the types need to be told.",
  },
  {
    file: start,
    line: "if (error instanceof ProviderError) refused = error;",
    replacement: "true",
    reason: "Any other error ends the start at once, so no time-out comes after it.",
  },
  {
    file: knownRuns,
    line: "if (others.length === 0) return [];",
    replacement: "false",
    reason: "Without others none is looked for in the results that are read: only slower.",
  },
  {
    file: knownRuns,
    line: "return [];",
    replacement: anyText,
    reason: "A text is the report of no run.",
  },
  {
    file: knownRuns,
    line: "endedAt: ended >= since ? ended : since,",
    replacement: "ended > since",
    reason: "Where both are the same moment, either will do.",
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
    reason: "One millisecond of a minute: no test can wait for exactly that one.",
  },
  {
    file: lock,
    line: "} catch {",
    replacement: "{}",
    reason: countsAsFalse,
  },
  {
    file: between,
    line: "...(some.some((code) => code < 0x20)",
    replacement: "code <= 0x20",
    reason: "None of the lists has a blank in it.",
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
    reason: "Where no sequence stands, the second search finds what the first one did: only slower.",
  },
  {
    file: between,
    line: "if (bare.length === text.length) return text;",
    replacement: "false",
    reason:
      "Where nothing stands between, the secrets are replaced already: only slower. Of a secret that has something invisible in it, more is taken out.",
  },
  {
    file: echoed,
    line: 'const introducers = new Set(["&", "%", "\\\\"]);',
    replacement: '""',
    reason: "Only a backslash can be cut up in more ways than one; of the others more is taken out, in the same time.",
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
    line: "if (last === undefined || last.length + pattern.length > longestPattern) patterns.push(pattern);",
    replacement: "last.length + pattern.length >= longestPattern",
    reason: "An expression of one character less finds the same.",
  },
  {
    file: redactor,
    line: "if (last === undefined || last.length + pattern.length > longestPattern) patterns.push(pattern);",
    replacement: "last.length - pattern.length",
    reason: "Larger expressions, by two secrets at most, which Node still compiles: only slower.",
  },
  {
    file: redactor,
    line: 'const base64 = bytes.toString("base64").replace(/=+$/, "");',
    replacement: "/=+/",
    reason: "In base64 this character stands at the end alone.",
  },
  {
    file: redactor,
    line: "{ pattern: echoOf(secret, `s${index}`), length: secret.length },",
    replacement: "``",
    reason: "Node 20 refuses two groups of one name; the versions on which this runs take them in two alternatives.",
  },
  {
    file: redactedText,
    line: "if (changed === text) return text;",
    replacement: "false",
    reason: "A text that cleaning does not change is searched once more, and nothing is found: only slower.",
  },
  {
    file: provider,
    line: "...(retryAfterMs === undefined ? {} : { retryAfterMs }),",
    replacement: "false",
    reason: "A field that is undefined is one that is not there; only the types tell them apart.",
  },
];
