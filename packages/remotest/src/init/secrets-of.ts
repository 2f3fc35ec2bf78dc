import { type Provider, variableName } from "@remotest/core";
import { isSecret } from "@remotest/core/flow";

/** A secret that a pipeline needs, by its variable. Its value is never asked for. */
export interface NeededSecret {
  readonly variable: string;
  readonly doc: string;
}

/**
 * Returns the secrets without which the provider cannot connect. Where several inputs may hold one account, the last one
 * alone is enough, as one `user:key` text.
 */
export function secretsOf({ name, connectInputs }: Provider): readonly NeededSecret[] {
  const secrets = Object.entries(connectInputs).filter(([, input]) => isSecret(input));
  const required = secrets.filter(([, { required }]) => required);
  const accounts = secrets.filter(([, input]) => "account" in input && input.account === "name:key");
  const needed = required.length > 0 ? required : accounts.slice(-1);
  return needed.map(([input, { doc }]) => ({ variable: variableName(name, input), doc }));
}
