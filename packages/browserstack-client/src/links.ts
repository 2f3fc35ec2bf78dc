// Each of these occurs as it is, or escaped: in JSON, in XML, or in a link that is part of another link.
const separator = String.raw`(?:[?&]|&(?:amp|#0*38|#x0*26);|\\u00(?:26|3f)|%(?:26|3f))`;
const equals = String.raw`(?:=|&#(?:0*61|x0*3d);|\\u003d|%3d)`;
const value = String.raw`(?:[^&#\s"'<>\\]|\\/|\\u00(?:2[bcdef]|3d))+`;

/** Parameters of a link that open it to whoever has it. */
const names = "auth_?token|access_?token|token|key|sig(?:nature)?|x-amz-[\\w-]+|awsaccesskeyid|policy";

const tokens = new RegExp(`(${separator}(?:${names})${equals})${value}`, "gi");

/**
 * Removes the tokens from the links in a text: some answers contain links that show a video or a log to whoever has them.
 * @example withoutTokens("https://x/v.mp4?auth_token=s3cret#t=0") // "https://x/v.mp4?auth_token=***#t=0"
 */
export function withoutTokens(text: string): string {
  return text.replaceAll(tokens, "$1***");
}

/** Returns true if a link opens without an account, so that it is a secret. */
export function hasToken(link: string): boolean {
  return withoutTokens(link) !== link;
}
