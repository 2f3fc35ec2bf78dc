/**
 * A short ID of a case, for addresses, made from its key. It has 53 bits: among 50,000 cases two are the same once in four
 * million reports, and then a link leads to the first of them.
 *
 * @example caseId('["Phones","Pixel 9",1]') // "1a2b3c4d5e6", the same today and tomorrow
 */
export function caseId(key: string): string {
  let high = 0x9e37_79b9;
  let low = 0x811c_9dc5;
  for (let index = 0; index < key.length; index++) {
    const unit = key.charCodeAt(index);
    low = Math.imul(low ^ unit, 0x0100_0193);
    high = Math.imul(high ^ unit ^ (low >>> 15), 0x85eb_ca6b);
  }
  return base36((high >>> 11) * 2 ** 32 + (low >>> 0));
}

const fiveDigits = 36 ** 5;

/** The same as `toString(36)`, which takes ten times as long for a number that has more than 32 bits. */
export function base36(number: number): string {
  const last = number % fiveDigits;
  const first = (number - last) / fiveDigits;
  return first === 0 ? last.toString(36) : first.toString(36) + last.toString(36).padStart(5, "0");
}
