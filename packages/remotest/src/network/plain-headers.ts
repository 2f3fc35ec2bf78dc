/**
 * The part of `Headers` that openapi-fetch needs. The command is bundled with it instead of the built-in `Headers`,
 * which would load all of the built-in fetch; that takes longer than the first request.
 */
export class PlainHeaders {
  readonly #values = new Map<string, string>();

  set(name: string, value: unknown): void {
    this.#values.set(name.toLowerCase(), String(value));
  }

  append(name: string, value: unknown): void {
    const before = this.#values.get(name.toLowerCase());
    this.set(name, before === undefined ? value : `${before}, ${String(value)}`);
  }

  delete(name: string): void {
    this.#values.delete(name.toLowerCase());
  }

  entries(): MapIterator<[name: string, value: string]> {
    return this.#values.entries();
  }

  [Symbol.iterator](): MapIterator<[name: string, value: string]> {
    return this.entries();
  }
}
