/** The method that Node's `util.inspect` calls, by a name that needs no import. */
const inspected = Symbol.for("nodejs.util.inspect.custom");

/**
 * Makes an object show only a text when it is inspected or logged, in a debugger's output, an error's
 * details or a crash report, because it may contain secrets. Its use does not change.
 *
 * @example unseen({ apiToken }, "Options") // console.log shows "Options"
 */
export function unseen<T extends object>(object: T, shown: string): T {
  return Object.defineProperty(object, inspected, { value: () => shown, enumerable: false, configurable: true });
}
