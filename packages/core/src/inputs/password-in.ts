/** A user without a password is a token, unless it is as short as a name. */
const shortestToken = 8;

/**
 * The password in an address that may hold one, or a token in the place of its user: as it is written, as it is meant, and as Basic authentication joins it to
 * its user. Without a scheme the address is one of http, as everywhere where proxies are named.
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

/** An address as it may be given for a proxy: `host:port` is one of http. */
export function withScheme(address: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(address) ? address : `http://${address}`;
}

/** As it stands there: reading an address escapes what stands raw in it, and what cannot be read may hold one too. */
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
