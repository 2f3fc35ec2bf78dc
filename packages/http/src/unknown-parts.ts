/** Words by which a field may tell how a test or a run came out. */
const verdictWords =
  /fail|error|abort|cancel|stop|result|status|state|outcome|verdict|skip|brok|crash|block|reject|invalid|incomplete|partial|execut|pass|timeout|time_out|kill|warn|succe|^ok$/i;

/**
 * Whether a part of an answer that no documentation names could tell of a failure, by its name. A service that adds a
 * field must not stop its users, but one that could carry a verdict fails closed.
 *
 * @example mayCarryVerdict("RetryCount") // false
 * @example mayCarryVerdict("AbortedBy") // true
 */
export function mayCarryVerdict(name: string): boolean {
  return verdictWords.test(name);
}

/** The most names that a warning lists. */
const mostNames = 10;

/** A longer text is not shown: a part of it could be a part of a secret, which nobody would know any more. */
const longestShown = 60;

/** A short text as it is, and of a longer one its length. */
export function shownWhole(text: string, what: string = "a text"): string {
  return text.length > longestShown ? `${what} of ${text.length} characters` : text;
}

/** The names of unknown parts in one sentence's worth: each once, at most ten. */
export function namesOf(unknown: ReadonlySet<string>): string {
  const shown = [...unknown].slice(0, mostNames).map((name) => shownWhole(name, "a name"));
  const left = unknown.size - shown.length;
  return shown.join(", ") + (left > 0 ? ` and ${left} more` : "");
}
