// Each of these occurs as it is, or escaped, even twice: in JSON, in XML, or in a link that is part of another link.
const separator = String.raw`(?:[?&#;]|&(?:amp|num|#0*(?:38|35|59)|#x0*(?:26|23|3b));|\\u00(?:26|3f|23|3b)|%(?:25)*(?:26|3f|23|3b))`;
const equals = String.raw`(?:=|&#(?:0*61|x0*3d);|\\u003d|%(?:25)*3d)`;
const value = String.raw`(?:[^&#;\s"'<>\\]|\\/|\\u00(?:2[bcdef]|3d))+`;

/** A part of a name that says what the value is for, wherever it stands. */
const telling = String.raw`(?:token|secret|passw(?:or)?d|signature|credential|jwt|hmac|(?:api|access)[_-]?key|auth(?![a-z])|auth(?:entic|oriz))`;
/** Bounded, so that a long text takes no longer than its length. */
const around = String.raw`[\w.[\]-]{0,40}`;
/** Names of parameters that open a link to whoever has it. */
const anywhere = `${around}?${telling}${around}`;
/** Names that are something else outside of a link. */
const inLinks = String.raw`key|sig|policy|x-amz-[\w-]+|awsaccesskeyid`;

const parameters = new RegExp(
  String.raw`((?:(?:${separator}|(?<![\w-]))(?:${anywhere})|${separator}(?:${inLinks}))${equals})${value}`,
  "gi",
);
/** A member of a JSON object. */
const members = new RegExp(String.raw`("${around}?${telling}${around}"\s*:\s*")(?:[^"\\]|\\.)+`, "gi");
/** A link that a part of an answer consists of: whatever is in its query may open it. */
const wholeLinks =
  /(\b(?:video|[\w-]{0,40}logs?|[\w-]{0,40}url)\b"?\s*[:=]\s*"[a-z]{2,10}:(?:[^"\\?#]|\\\/)*(?:\?|\\u003f))(?:[^"\\#]|\\.)+/gi;
/** The account in an address. */
const accounts = /(:(?:\\?\/){2})[^\s"'<>/\\?#@]{1,500}@/g;

/**
 * Removes the tokens from the links in a text, and from parts with the name of one: some answers contain links that show a
 * video or a log to whoever has them.
 * @example withoutTokens("https://x/v.mp4?auth_token=s3cret#t=0") // "https://x/v.mp4?auth_token=***#t=0"
 */
export function withoutTokens(text: string): string {
  return [parameters, members, wholeLinks]
    .reduce((clean, secret) => clean.replaceAll(secret, "$1***"), text)
    .replaceAll(accounts, "$1***@");
}

/**
 * Returns true if a link may open without an account, so that it is a secret: a token can have any name, so each parameter
 * counts. The documented links to logs have none, and those to videos only the moment at which they begin.
 */
export function hasToken(link: string): boolean {
  if (withoutTokens(link) !== link || !URL.canParse(link)) return true;
  const { username, password, search, hash, pathname } = new URL(link);
  const isPlain = /^(?:#t=[\d.,]*)?$/.test(hash) && !/[;=]|%(?:25)*(?:26|3f|23|3b|3d)/i.test(pathname);
  return username !== "" || password !== "" || search !== "" || !isPlain;
}
