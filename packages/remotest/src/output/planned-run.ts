import { stat } from "node:fs/promises";
import type { Input, InputValue } from "@remotest/core";
import { isSecret, type PlannedRun, type RunPreview } from "@remotest/core/flow";
import type { Redact } from "@remotest/http";

/** Stands for the value of a secret that is set. */
const masked = "***";

/** An input of a run that would be sent. */
export interface PlannedInput {
  readonly name: string;
  readonly input: Input;
  /** Without secrets. */
  readonly value: InputValue;
  /** The size of the file that the value names, in bytes. */
  readonly bytes?: number;
}

/** A run of a plan as it would be started, without secrets. */
export interface DescribedRun {
  readonly provider: PlannedRun["provider"];
  readonly name: string;
  /** The name of the run in the output, if the plan has several. */
  readonly label: string | undefined;
  /** True if the name is sent with a token before it, which is made when the run is started. */
  readonly hasToken: boolean;
  readonly preview: Exclude<RunPreview, { readonly kind: "refused" }>;
  /** The inputs that are set, in the order of the provider's tables. */
  readonly inputs: readonly PlannedInput[];
}

/** Describes a run of a plan by the tables of its provider. It can be printed: no value contains a secret. */
export async function describeRun(
  { provider, connect, name, token, beginning }: PlannedRun,
  preview: DescribedRun["preview"],
  label: string | undefined,
  redact: Redact,
): Promise<DescribedRun> {
  const start = beginning.kind === "start" ? beginning.options : {};
  const tables = [
    ...Object.entries(provider.startInputs).map(([key, input]) => [key, input, start[key]] as const),
    ...Object.entries(provider.connectInputs).map(([key, input]) => [key, input, connect[key]] as const),
  ];
  const inputs: PlannedInput[] = [];
  for (const [key, input, value] of tables)
    if (value !== undefined) inputs.push({ name: key, input, ...(await shown(input, value, redact)) });
  return { provider, name: redact(name), label, hasToken: token !== undefined, preview, inputs };
}

async function shown(input: Input, value: InputValue, redact: Redact): Promise<Pick<PlannedInput, "value" | "bytes">> {
  if (isSecret(input)) return { value: masked };
  if (Array.isArray(value)) return { value: value.map((each) => redact(String(each))) };
  if (typeof value !== "string") return { value };
  const found = input.type === "path" ? await stat(value).catch(() => undefined) : undefined;
  return { value: redact(value), ...(found?.isFile() && { bytes: found.size }) };
}
