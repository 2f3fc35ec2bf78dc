/** A user without a password is a token, unless it is as short as a name. */
const shortestToken = 8;

/**
 * Returns the password of an address, or the token that is its user: as it is written, decoded, and joined to the user
 * as in Basic authentication. An address without a scheme is taken for http, as is usual for proxies.
 *
 * @example passwordIn("user:pa%20ss@proxy:3128") // ["pa%20ss", "pa ss", "user:pa ss"]
 */
export function passwordIn(address: string): string[] {
  const whole = withScheme(address);
  if (!URL.canParse(whole)) return rawPassword(whole);
  const { username, password } = new URL(whole);
  const pair = `${decoded(username)}:${decoded(password)}`;
  const isToken = password === "" && username.length >= shortestToken;
  const read = password === "" ? [] : [password, decoded(password), pair];
  return [...new Set([...read, ...(isToken ? [username, decoded(username), pair] : []), ...rawPassword(whole)])];
}

/** Adds `http://` to an address without a scheme, as proxies are often given: `host:port`. */
export function withScheme(address: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `http://${address}`;
}

/** Finds the password as it is written: parsing escapes raw characters, and not every address can be parsed. */
function rawPassword(address: string): string[] {
  const [, password = ""] = /^[^:]*:\/\/[^:/@]*:(.*)@/su.exec(address) ?? [];
  return password === "" ? [] : [password];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
