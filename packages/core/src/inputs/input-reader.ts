import { quotedPath } from "../files/portable-path.ts";
import { type Input, type InputValue, isRepeatable, isSecret, optionName, variableName } from "./input.ts";
import { labelledValue } from "./labelled-value.ts";
import { passwordIn } from "./password-in.ts";
import type { Problem } from "./problem.ts";
import { readValue } from "./read-value.ts";
import { cleanSecret } from "./secret-text.ts";
import { isUnreplaced, notReplaced } from "./unreplaced.ts";
import type { InputNames, Wording } from "./wording.ts";

/** The user's options and environment, as the entry file passes them on. */
export interface InputSources {
  /** Values by the option's name without dashes, `project-id`, in the order given. */
  readonly options: ReadonlyMap<string, readonly string[]>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * The values of an input in a plan file, if it has any: they count if there is neither an option nor a variable. They
   * are taken as they are: no pipeline replaces a placeholder in a file.
   */
  readonly inPlan?: ((scope: string, name: string) => readonly string[] | undefined) | undefined;
  /** Reads the file that an `X_FILE` variable names; throws if it cannot be read. */
  readonly readSecretFile: (path: string) => SecretFile;
}

/** A file with a secret. */
export interface SecretFile {
  readonly text: string;
  /** True if every user of the machine may read it. */
  readonly isReadableByAll: boolean;
}

/** A value as it was read. */
interface ReadInput {
  readonly value: InputValue | undefined;
  readonly label?: string | undefined;
}

/** Collects problems, warnings and secrets while the inputs are read. */
export interface Findings {
  readonly problems: Problem[];
  readonly warnings: string[];
  readonly secrets: string[];
}

/** Reads the values of one input from its option, its variable or its file. */
export class InputReader {
  readonly #scope: string;
  readonly #name: string;
  readonly #input: Input;
  readonly #option: string;
  readonly #variable: string;

  constructor(scope: string, name: string, input: Input) {
    this.#scope = scope;
    this.#name = name;
    this.#input = input;
    this.#option = optionName(name);
    this.#variable = variableName(scope, name);
  }

  /** Returns the values; a single undefined if nothing was given and there is no default. */
  values(given: InputSources, found: Findings): readonly ReadInput[] {
    const { problems, secrets } = found;
    const said = this.#texts(given, found);
    const texts = said.length > 0 || isSecret(this.#input) ? said : this.#planned(given);
    if (texts.length === 0) {
      if (this.#input.required) problems.push(this.#missing);
      return [{ value: "default" in this.#input ? this.#input.default : undefined }];
    }
    const hidden = isSecret(this.#input);
    secrets.push(...(hidden ? texts : this.#input.type === "url" ? texts.flatMap(passwordIn) : []));
    if (this.#isList) return [{ value: this.#listed(texts, problems) }];
    const many = "eachIsARun" in this.#input;
    return texts.map((each) => {
      const { label, value: text } = many ? labelledValue(each) : { label: undefined, value: each };
      const read = readValue(this.#input, text);
      if ("value" in read) return { value: read.value, label };
      const what = hidden ? read.problem : `${shown(this.#input, text)} ${read.problem}`;
      problems.push(this.#problem((names) => `${this.#labelIn(names)}: ${what}.`));
      return { value: undefined };
    });
  }

  get #isList(): boolean {
    return this.#input.type === "text" && this.#input.list === true;
  }

  /** Reads the values of one list. */
  #listed(texts: readonly string[], problems: Problem[]): readonly string[] {
    return texts.map((text) => {
      const read = readValue(this.#input, text);
      if ("problem" in read)
        problems.push(
          this.#problem((names) => `${this.#labelIn(names)}: ${shown(this.#input, text)} ${read.problem}.`),
        );
      return text;
    });
  }

  #planned({ inPlan }: InputSources): readonly string[] {
    return inPlan?.(this.#scope, this.#name)?.filter((text) => text !== "") ?? [];
  }

  /** The texts given, without those that the pipeline should have replaced. */
  #texts(given: InputSources, found: Findings): readonly string[] {
    // A pipeline replaces nothing in a file, so a file can contain any secret.
    const isFile = isSecret(this.#input) && Boolean(given.env[`${this.#variable}_FILE`]);
    return this.#given(given, found).filter((text) => {
      if (isFile || !isUnreplaced(text, this.#input)) return true;
      found.problems.push(this.#unreplaced(text, found.secrets));
      return false;
    });
  }

  #given(given: InputSources, found: Findings): readonly string[] {
    const option = given.options.get(this.#option.slice(2))?.filter((text) => text !== "") ?? [];
    if (isSecret(this.#input)) {
      const secret = this.#secret(given, found);
      return secret === undefined ? [] : this.#cleaned(secret, given, found);
    }
    const many = isRepeatable(this.#input);
    if (option.length > 1 && !many) {
      found.problems.push(
        this.#problem((names) => `${names.option(this.#name)} is given ${option.length} times; it takes one value.`),
      );
      return option.slice(0, 1);
    }
    if (option.length > 0) return option;
    const variable = given.env[this.#variable];
    if (!variable) return [];
    if (!many || isUnreplaced(variable, this.#input)) return [variable];
    // The values of a list may contain spaces: names of devices.
    const texts = this.#isList ? variable.split(/[\r\n,]+/).map((text) => text.trim()) : variable.split(/[\s,]+/);
    return texts.filter(Boolean);
  }

  #secret(given: InputSources, { problems, warnings, secrets }: Findings): string | undefined {
    const text = given.env[this.#variable];
    const path = given.env[`${this.#variable}_FILE`];
    if (text && path) {
      secrets.push(text);
      problems.push(
        this.#problem((names) => `${this.#secretIn(names)} and ${this.#variable}_FILE are both set; set one of them.`),
      );
      return undefined;
    }
    if (!path) return text || undefined;
    if (isUnreplaced(path)) {
      problems.push(this.#problem(`${this.#variable}_FILE: ${JSON.stringify(path.trim())} ${notReplaced}.`));
      return undefined;
    }
    try {
      const file = given.readSecretFile(path);
      if (file.isReadableByAll)
        warnings.push(`${this.#variable}_FILE: every user of this machine can read ${quotedPath(path)}; chmod 600 it.`);
      if (file.text) return file.text;
      problems.push(this.#problem(`${this.#variable}_FILE: ${quotedPath(path)} is empty.`));
    } catch (error) {
      // If there is no such file, the value may be the secret itself, set in the wrong variable.
      secrets.push(path);
      problems.push({ ...unreadFile(`${this.#variable}_FILE`, path, error), about: [this.#name] });
    }
    return undefined;
  }

  /** One rule for every secret, wherever it comes from. The text as it was given is a secret too: it may be echoed. */
  #cleaned(secret: string, given: InputSources, { problems, secrets }: Findings): readonly string[] {
    const clean = cleanSecret(secret);
    if ("text" in clean) {
      if (clean.text !== secret) secrets.push(secret);
      return [clean.text];
    }
    secrets.push(secret);
    const isFile = Boolean(given.env[`${this.#variable}_FILE`]);
    problems.push(
      this.#problem((names) => `${isFile ? `${this.#variable}_FILE` : this.#secretIn(names)} ${clean.problem}.`),
    );
    return [];
  }

  get #missing(): Problem {
    return { ...this.#problem((names) => `${this.#labelIn(names)} is missing. ${this.#input.doc}`), missing: true };
  }

  /** A secret is not repeated: it may be the password after all. */
  #unreplaced(text: string, secrets: string[]): Problem {
    if (!isSecret(this.#input))
      return this.#problem((names) => `${this.#labelIn(names)}: ${JSON.stringify(text.trim())} ${notReplaced}.`);
    secrets.push(text);
    return this.#problem(
      (names) => `${this.#labelIn(names)}: the value, a placeholder such as $(X), \${{ X }} or $X, ${notReplaced}.`,
      `If it really is the secret, write it to a file and set ${this.#variable}_FILE to the path.`,
    );
  }

  #problem(message: Wording, suggestion?: Wording): Problem {
    return { message, ...(suggestion === undefined ? {} : { suggestion }), about: [this.#name] };
  }

  #labelIn(names: InputNames): string {
    const label = isSecret(this.#input) ? names.secretOrFile : names.optionOrVariable;
    return label(this.#scope, this.#name);
  }

  #secretIn({ secret }: InputNames): string {
    return secret(this.#scope, this.#name);
  }
}

/** Quotes a value for a message; an address without a possible user and password. */
function shown(input: Input, text: string): string {
  return quote(input.type === "url" ? text.replace(/^.*@/s, "…@") : text);
}

/** Quotes a text whole or not at all: the beginning of a key is most of it. */
function quote(text: string): string {
  return text.length > 60 ? `a text of ${text.length} characters` : JSON.stringify(text);
}

/** Leaves out the path of a missing file, which may be a secret, and the file system's message, which contains it. */
function unreadFile(variable: string, path: string, error: unknown): Problem {
  if (error instanceof Error && "code" in error)
    return {
      message: `${variable} cannot be read: ${String(error.code)}.`,
      suggestion: "Set it to the path of a file that contains the secret.",
    };
  const why = error instanceof Error ? error.message : String(error);
  return { message: `${variable}: ${quotedPath(path)} cannot be read: ${why}.` };
}
