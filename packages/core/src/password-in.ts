/**
 * The password in an address that may hold one: as it is written, as it is meant, and as Basic authentication joins it to
 * its user.
 */
export function passwordIn(address: string): string[] {
  if (!URL.canParse(address)) return [];
  const { username, password } = new URL(address);
  return password === "" ? [] : [password, decoded(password), `${decoded(username)}:${decoded(password)}`];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
