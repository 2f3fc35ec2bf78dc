import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import type { GivenAnswer, ReceivedRequest } from "./api-server.fixture.ts";

/** GitHub's own description of its API. */
const file = createRequire(import.meta.url).resolve("@octokit/openapi/generated/api.github.com.json");

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $ref?: string;
}
interface Parameter {
  readonly name: string;
  readonly in: "path" | "query";
  readonly required?: boolean;
  readonly schema: Schema & { readonly type?: string };
  readonly $ref?: string;
}
interface Content {
  readonly content?: { readonly "application/json"?: { readonly schema: Schema } };
}
interface Response extends Content {
  readonly $ref?: string;
}
interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: Content & { readonly required?: boolean };
  readonly responses: ByName<Response>;
}
interface Description {
  readonly paths: ByName<ByName<Operation>>;
  readonly components: {
    readonly schemas: ByName<Schema>;
    readonly parameters: ByName<Parameter>;
    readonly responses: ByName<Response>;
    readonly examples: ByName<{ readonly value: unknown }>;
  };
}
type ByName<Value> = Readonly<Record<string, Value>>;

/** Checks requests and answers against the description. */
export class GitHubDescription {
  readonly #document = JSON.parse(readFileSync(file, "utf8")) as Description;
  readonly #ajv = new Ajv({ strict: false, coerceTypes: false });
  readonly #known = new Map<Schema, ValidateFunction>();

  constructor() {
    addFormats.default(this.#ajv);
    this.#ajv.addSchema({ $id: "github", components: this.#document.components });
  }

  /** An answer that GitHub itself gives as an example. */
  example(name: string): Record<string, unknown> {
    const { value } = this.#document.components.examples[name] ?? {};
    return JSON.parse(JSON.stringify(value)) as Record<string, unknown>;
  }

  /** Returns everything about an exchange that is not as described. */
  violations(request: ReceivedRequest, answer: GivenAnswer): readonly string[] {
    const found = this.#operation(request);
    if (found === undefined) return [`${request.method} ${request.path} is not described`];
    const { operation, values } = found;
    const { components } = this.#document;
    const parameters = (operation.parameters ?? []).map((each) => resolved(each, components.parameters));
    const problems = parameters.flatMap((parameter) => {
      const value = parameter.in === "path" ? values[parameter.name] : (request.query.get(parameter.name) ?? undefined);
      if (value === undefined) return parameter.required ? [`${parameter.name} is missing`] : [];
      const typed = parameter.schema.type === "integer" ? Number(value) : value;
      return this.#check(parameter.schema, typed, parameter.name);
    });
    const names = new Set(parameters.filter((each) => each.in === "query").map(({ name }) => name));
    for (const name of request.query.keys()) if (!names.has(name)) problems.push(`${name} is not described`);
    problems.push(...this.#bodyViolations(operation, request.body));
    const described = operation.responses[`${answer.status}`];
    const schema = described && resolved(described, components.responses).content?.["application/json"]?.schema;
    if (schema && answer.status < 300) problems.push(...this.#check(schema, answer.document, "the answer"));
    return problems.map((problem) => `${request.method} ${request.path}: ${problem}`);
  }

  #bodyViolations({ requestBody }: Operation, body: unknown): readonly string[] {
    const schema = requestBody?.content?.["application/json"]?.schema;
    if (schema === undefined) return body === undefined ? [] : ["it takes no body"];
    if (body === undefined) return requestBody?.required ? ["the body is missing"] : [];
    const names = Object.keys(resolved(schema, this.#document.components.schemas).properties ?? {});
    const unknown = Object.keys(body as object).filter((name) => !names.includes(name));
    return [...unknown.map((name) => `${name} is not described`), ...this.#check(schema, body, "the body")];
  }

  /** A path with the fewest placeholders that matches; each placeholder is one encoded step. */
  #operation({ method, path }: ReceivedRequest) {
    const steps = path.split("/");
    const matches = Object.entries(this.#document.paths).flatMap(([template, operations]) => {
      const wanted = template.split("/");
      const operation = operations[method.toLowerCase()];
      if (operation === undefined || wanted.length !== steps.length) return [];
      if (!wanted.every((step, index) => step.startsWith("{") || step === steps[index])) return [];
      const pairs = wanted.flatMap((step, index) =>
        step.startsWith("{") ? [[step.slice(1, -1), decodeURIComponent(steps[index] ?? "")] as const] : [],
      );
      return [{ operation, values: Object.fromEntries(pairs) as Readonly<Record<string, string>> }];
    });
    return matches.toSorted((a, b) => Object.keys(a.values).length - Object.keys(b.values).length)[0];
  }

  #check(schema: Schema, value: unknown, what: string): string[] {
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"github#/components/');
    const validate = this.#known.get(schema) ?? this.#ajv.compile(JSON.parse(text) as object);
    this.#known.set(schema, validate);
    return validate(value) ? [] : [`${what}: ${this.#ajv.errorsText(validate.errors)}`];
  }
}

/** Returns the part that a reference names, or the part itself. */
function resolved<Part extends { readonly $ref?: string }>(part: Part, parts: ByName<Part>): Part {
  if (part.$ref === undefined) return part;
  const found = parts[part.$ref.split("/").at(-1) ?? ""];
  if (!found) throw new TypeError(`${part.$ref} is not in the description`);
  return found;
}
