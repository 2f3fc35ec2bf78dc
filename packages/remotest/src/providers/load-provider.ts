import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type Provider, UsageError, quotedPath } from "@remotest/core";
import { checkedProvider, closest, isUnreplaced, notReplaced, portablePath } from "@remotest/core/flow";
import { providers } from "./providers.gen.ts";

/** The names of the providers that are part of the command. */
export const providerNames: readonly string[] = Object.keys(providers);

/**
 * Loads a provider by its name, or from a module outside this repository: a path (`./my-provider.js`) or a package
 * whose default export is a provider. Whatever it returns is checked from then on.
 *
 * @throws {UsageError} if it is not found.
 */
export async function loadProvider(nameOrModule: string): Promise<Provider> {
  const known = Object.hasOwn(providers, nameOrModule) ? providers[nameOrModule] : undefined;
  if (known) return checkedProvider(await known());
  const isPath = /^(?:\.{0,2}|[a-z]:)[/\\]|\.[cm]?js$/i.test(nameOrModule);
  if (!isPath && !/^@[\w.-]+\/[\w.-]+$|^[\w.-]*remotest[\w.-]*$/.test(nameOrModule))
    throw unknownProvider(nameOrModule);
  const specifier = isPath ? pathToFileURL(resolve(nameOrModule)).href : nameOrModule;
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(specifier)) as typeof loaded;
  } catch (error) {
    if (isPath && !existsSync(resolve(nameOrModule)))
      throw new UsageError([
        {
          message: `The provider ${quotedPath(nameOrModule)} does not exist.`,
          suggestion: "Check the path: it is relative to the working directory.",
        },
      ]);
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError([{ message: `The provider ${quotedPath(nameOrModule)} cannot be loaded: ${why}` }]);
  }
  if (isProvider(loaded.default)) return checkedProvider(loaded.default, portablePath(nameOrModule));
  throw new UsageError([
    {
      message: `The default export of ${quotedPath(nameOrModule)} is not a provider.`,
      suggestion: "See docs/adding-a-provider.md for what a provider must have.",
    },
  ]);
}

/** Loads all providers that are part of the command. */
export async function allProviders(): Promise<readonly Provider[]> {
  return Promise.all(providerNames.map(loadProvider));
}

function unknownProvider(name: string): UsageError {
  if (isUnreplaced(name)) return new UsageError([{ message: `The provider: ${JSON.stringify(name)} ${notReplaced}.` }]);
  const likely = closest(name, providerNames);
  return new UsageError([
    {
      message: `${JSON.stringify(name)} is not a provider. Available providers: ${providerNames.join(", ")}.`,
      suggestion: likely
        ? `Did you mean ${likely}?`
        : "Name your own provider by a path such as ./my-provider.js, or by a package name.",
    },
  ]);
}

function isProvider(value: unknown): value is Provider {
  return (
    typeof value === "object" &&
    value !== null &&
    "name" in value &&
    typeof value.name === "string" &&
    /^[a-z][a-z0-9-]*$/.test(value.name) &&
    "connectInputs" in value &&
    "startInputs" in value &&
    "check" in value &&
    typeof value.check === "function" &&
    "parseReference" in value &&
    typeof value.parseReference === "function" &&
    "connect" in value &&
    typeof value.connect === "function"
  );
}
