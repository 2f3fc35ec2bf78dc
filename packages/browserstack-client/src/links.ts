/** Parameters of a link that open it to whoever has it. */
const tokens =
  /([?&](?:auth_?token|access_?token|token|key|sig(?:nature)?|x-amz-[\w-]+|awsaccesskeyid|policy)=)[^&#\s"'<>\\]+/gi;

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
