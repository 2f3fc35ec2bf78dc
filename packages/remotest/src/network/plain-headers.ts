/**
 * What openapi-fetch needs of `Headers`. The command is bundled with this one in its place, because whoever touches the
 * built-in `Headers` loads all of the built-in fetch: longer than the first request takes.
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
