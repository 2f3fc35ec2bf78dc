/** The beginnings of words for something that did not pass, in any spelling. */
const stems = [
  "fail|error|abort|abandon|cancel|stop|skip|brok|crash|block|reject|refus|denied|kill|interrupt|terminat",
  "invalid|incomplet|partial|exception|problem|(?<!de)fault|lost|missing|fatal|panic|expired|exceed|disconnect",
  "time[-_ ]?d?[-_ ]?out|un(?:able|avail|compl|exec|finish|heal|pass|reach|stab|succ|tested)|inconclu",
  "not[-_ ]?(?:ok|pass|succ|compl|finish|valid|done|run|exec|start|found)",
  "실패|오류|에러|중지|중단|취소|비정상",
].join("|");

const anywhere = new RegExp(stems, "i");
const atStart = new RegExp(`(?<!\\p{L})(?:${stems})`, "iu");

/**
 * Returns true if a name stands for something that did not pass.
 * @example namesTrouble("TimedOut") // true
 */
export function namesTrouble(name: string): boolean {
  return anywhere.test(name);
}

/**
 * Returns true if a value says, in words, that something did not pass. Addresses do not count, and neither do "0 failed"
 * and "no error".
 * @example saysTrouble("BuildFailure") // true
 */
export function saysTrouble(value: string): boolean {
  const words = value
    .slice(0, longestValue)
    .replaceAll(/\w{1,20}:\/\/\S*/g, " ")
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .replaceAll("_", " ");
  return atStart.test(denials.reduce((left, denial) => left.replaceAll(denial, " "), words));
}

/** The beginnings of the words of a status that says that a run ended badly. */
const badEnd = new RegExp(
  "(?<!\\p{L})(?:fail|error|abort|abandon|cancel|crash|kill|terminat|reject|refus|denied|expired|fatal|stopp|time[-_ ]?d?[-_ ]?out)|실패|오류|에러|중지|중단|취소|비정상",
  "iu",
);

/**
 * Returns true if an unknown status says that a run ended badly. A status that only says that it is not done yet
 * ("NotStarted", "Incomplete") does not.
 * @example saysBadEnd("Aborted") // true
 */
export function saysBadEnd(status: string): boolean {
  return badEnd.test(
    status
      .slice(0, longestStatus)
      .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
      .replaceAll("_", " "),
  );
}

const longestStatus = 1_000;

/** Phrases for something that did not happen: "0 failed", "no tests failed", "Errors: 0", "실패 0건"; not "Shard 0 failed". */
const denials = [
  /(?<=^\s*|[,;:(|]\s*|\b(?:and|with)\s)0 \p{L}+/giu,
  /\b(?:no|none|zero|without(?: any)?|not a single) \p{L}+(?: (?:have |has |was |were )?(?:fail|crash|abort|stop|skip|broke|time)\p{L}*)?/giu,
  new RegExp(`(?:${stems})\\p{L}*\\s*[:=]\\s*(?:0(?![.\\d])|none|no|null|false)(?![\\p{L}\\p{N}])`, "giu"),
  /(?:실패|오류|에러|중지|중단|취소)\s*(?:[:=]?\s*0(?![.\d])\s*\p{L}?|없\p{L}+)/gu,
  /\b(?:error|fault|crash)[- ]free\b/giu,
];

/** The most characters of a value that are checked: a text that reports a failure does so early. */
const longestValue = 65_536;

/** A word, with the start of a closing tag before it and the rest of its name after it. */
const eachWord = new RegExp(`(?<closing></[\\w:.-]{0,60}?)?(?:${stems})[\\w-]{0,60}`, "gi");
/** A value that denies the word: `="0"`, `: null`, `>false<`. Quotes are escaped in a document inside another one. */
const none =
  /^\\*["']?\s*(?:=\s*\\*["']\s*(?:0|false|none)?\s*\\*["']|:\s*\\*"?(?:0|null|false)\b(?!\.)|>\s*(?:0|false)\s*<)/i;

/**
 * Returns true if a document that cannot be read could report something that did not pass: it contains a word for that,
 * without a 0, a false or a null after it.
 * @example mayTellTrouble('<testsuite failures="0"><testca') // false
 */
export function mayTellTrouble(document: string): boolean {
  for (const { 0: word, index, groups } of document.matchAll(eachWord)) {
    const behind = index + word.length;
    if (groups?.["closing"] === undefined && !none.test(document.slice(behind, behind + 40))) return true;
  }
  return false;
}
