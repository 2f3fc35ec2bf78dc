/** What is wrong with a document, and where: `runs[0].name is no text`. */
export class MalformedDocumentError extends Error {
  override readonly name = "MalformedDocumentError";
}

/**
 * A part of a document that anyone may have written, with the way to it for whoever must find out what is wrong. Each
 * method takes the part for what it should be, and throws where it is something else. Only keys of the document itself
 * are read, never what an object inherits.
 */
export class DocumentPart {
  readonly value: unknown;
  readonly #path: string;

  private constructor(value: unknown, path: string) {
    this.value = value;
    this.#path = path;
  }

  /** @throws {MalformedDocumentError} when the text is no JSON. */
  static parse(text: string): DocumentPart {
    try {
      return new DocumentPart(JSON.parse(text.replace(/^\uFEFF/, "")), "");
    } catch {
      throw new MalformedDocumentError("It is no JSON.");
    }
  }

  /** What stands under a key, whether there is something or not. */
  get(key: string): DocumentPart {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value)) return this.#fail("is no object");
    const path = this.#path === "" ? key : `${this.#path}.${key}`;
    return new DocumentPart(Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined, path);
  }

  /** Nothing, or null in its place. */
  get isAbsent(): boolean {
    return this.value === undefined || this.value === null;
  }

  optional<T>(read: (part: DocumentPart) => T): T | undefined {
    return this.isAbsent ? undefined : read(this);
  }

  text(): string {
    return typeof this.value === "string" ? this.value : this.#fail("is no text");
  }

  matching(pattern: RegExp): string {
    const text = this.text();
    return pattern.test(text) ? text : this.#fail(`is not of the form ${String(pattern)}`);
  }

  oneOf<const T extends string>(choices: readonly T[]): T {
    const found = choices.find((choice) => choice === this.value);
    return found ?? this.#fail(`is none of ${choices.join(", ")}`);
  }

  number(): number {
    return typeof this.value === "number" && Number.isFinite(this.value) ? this.value : this.#fail("is no number");
  }

  count(): number {
    const number = this.number();
    return Number.isSafeInteger(number) && number >= 0 ? number : this.#fail("is no count");
  }

  time(): Date {
    const time = new Date(this.matching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z$/));
    return Number.isNaN(time.getTime()) ? this.#fail("is no time") : time;
  }

  list<T>(read: (part: DocumentPart) => T): T[] {
    if (!Array.isArray(this.value)) return this.#fail("is no list");
    return this.value.map((each: unknown, index) => read(new DocumentPart(each, `${this.#path}[${index}]`)));
  }

  #fail(what: string): never {
    throw new MalformedDocumentError(`${this.#path || "It"} ${what}.`);
  }
}
