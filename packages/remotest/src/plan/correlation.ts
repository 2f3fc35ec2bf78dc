import type { Provider, Wording } from "@remotest/core";
import { correlationToken } from "@remotest/core/flow";

/** The effect of `--correlate`: a token for each run, if the service takes a name that can contain it. */
export interface Correlation {
  readonly token: () => string | undefined;
  readonly warnings: readonly Wording[];
}

/** @param correlate the value of `--correlate` */
export function correlationOf(
  correlate: unknown,
  { title, namesRuns = true }: Pick<Provider, "title" | "namesRuns">,
): Correlation {
  if (correlate !== true) return { token: () => undefined, warnings: [] };
  if (namesRuns) return { token: correlationToken, warnings: [] };
  const warning: Wording = ({ option }) =>
    `${option("correlate")} has no effect: ${title} takes no name for a run, so a run cannot be found by its name.`;
  return { token: () => undefined, warnings: [warning] };
}
