import type { Provider, RunHandle } from "./provider.ts";

/** Returns the handle of a reference from `run.json`; undefined if it is not a reference of this provider. */
export function handleOf(provider: Pick<Provider, "name" | "parseReference">, ref: string): RunHandle | undefined {
  const { name } = provider;
  return ref.startsWith(`${name}:`) ? provider.parseReference(ref.slice(name.length + 1)) : undefined;
}
