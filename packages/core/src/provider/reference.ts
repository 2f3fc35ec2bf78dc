import type { Provider, RunHandle } from "./provider.ts";

/** The handle of a reference as `run.json` keeps it; undefined where the provider does not know it as one. */
export function handleOf(provider: Pick<Provider, "name" | "parseReference">, ref: string): RunHandle | undefined {
  const { name } = provider;
  return ref.startsWith(`${name}:`) ? provider.parseReference(ref.slice(name.length + 1)) : undefined;
}
