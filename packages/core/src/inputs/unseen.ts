/** What Node's `util.inspect` asks an object for, by the name that needs no import of it. */
const inspected = Symbol.for("nodejs.util.inspect.custom");

/**
 * Makes an object show as no more than a text wherever it is inspected or logged, in a debugger's output, an error's
 * details or a crash report: what it holds may be secret. It is used as before.
 *
 * @example unseen({ apiToken }, "Options") // console.log shows "Options"
 */
export function unseen<T extends object>(object: T, shown: string): T {
  return Object.defineProperty(object, inspected, { value: () => shown, enumerable: false, configurable: true });
}
