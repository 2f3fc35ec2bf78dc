/** How words begin that tell of something that did not pass, in any spelling. */
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
 * Whether a name tells of something that did not pass.
 * @example namesTrouble("TimedOut") // true
 */
export function namesTrouble(name: string): boolean {
  return anywhere.test(name);
}

/**
 * Whether a value says, in words, that something did not pass. Addresses say nothing, and neither do "0 failed" and
 * "no error".
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

/** How the words of a status begin that say how a run ended, and not well. */
const badEnd = new RegExp(
  "(?<!\\p{L})(?:fail|error|abort|abandon|cancel|crash|kill|terminat|reject|refus|denied|expired|fatal|stopp|time[-_ ]?d?[-_ ]?out)|실패|오류|에러|중지|중단|취소|비정상",
  "iu",
);

/**
 * Whether an unknown status says that a run ended badly. What only says that it is not done yet ("NotStarted",
 * "Incomplete") does not.
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

/** That something did not happen: "0 failed", "no tests failed", "Errors: 0", "실패 0건"; not "Shard 0 failed". */
const denials = [
  /(?<=^\s*|[,;:(|]\s*|\b(?:and|with)\s)0 \p{L}+/giu,
  /\b(?:no|none|zero|without(?: any)?|not a single) \p{L}+(?: (?:have |has |was |were )?(?:fail|crash|abort|stop|skip|broke|time)\p{L}*)?/giu,
  new RegExp(`(?:${stems})\\p{L}*\\s*[:=]\\s*(?:0(?![.\\d])|none|no|null|false)(?![\\p{L}\\p{N}])`, "giu"),
  /(?:실패|오류|에러|중지|중단|취소)\s*(?:[:=]?\s*0(?![.\d])\s*\p{L}?|없\p{L}+)/gu,
  /\b(?:error|fault|crash)[- ]free\b/giu,
];

/** Characters of a value that are looked at: what says of a failure says it early. */
const longestValue = 65_536;

/** A word, with the start of a closing tag before it and the rest of its name behind it. */
const eachWord = new RegExp(`(?<closing></[\\w:.-]{0,60}?)?(?:${stems})[\\w-]{0,60}`, "gi");
/** None of it: `="0"`, `: null`, `>false<`. Quotes may be escaped, where a document stands inside another. */
const none =
  /^\\*["']?\s*(?:=\s*\\*["']\s*(?:0|false|none)?\s*\\*["']|:\s*\\*"?(?:0|null|false)\b(?!\.)|>\s*(?:0|false)\s*<)/i;

/**
 * Whether a document that cannot be read could tell of something that did not pass: a word of that kind stands
 * anywhere in it, and not beside a 0, a false or a null.
 * @example mayTellTrouble('<testsuite failures="0"><testca') // false
 */
export function mayTellTrouble(document: string): boolean {
  for (const { 0: word, index, groups } of document.matchAll(eachWord)) {
    const behind = index + word.length;
    if (groups?.["closing"] === undefined && !none.test(document.slice(behind, behind + 40))) return true;
  }
  return false;
}
