/**
 * Returns the key of a test case in one report. It is the same in every report in which its suite, its name and the
 * distinction of its run are the same.
 */
export type CaseKeys = (suite: string, name: string, distinction?: string) => string;

/**
 * Makes the keys by which test cases of different reports are recognised. Cases of one report with equal names are
 * distinguished by their order.
 *
 * @example const key = caseKeys(); key("Phones", "Pixel 9") // '["Phones","Pixel 9",1]'
 */
export function caseKeys(): CaseKeys {
  const seen = new Map<string, number>();
  return (suite, name, distinction = "") => {
    const place = distinction === "" ? [] : [distinction];
    const first = JSON.stringify([suite, name, 1, ...place]);
    const number = (seen.get(first) ?? 0) + 1;
    seen.set(first, number);
    return number === 1 ? first : JSON.stringify([suite, name, number, ...place]);
  };
}
