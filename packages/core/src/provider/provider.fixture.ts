import type { Connection, Provider, Rerun } from "./provider.ts";

/** A provider without inputs whose references are all good, over a connection of which only some methods are there. */
export function stagedProvider(
  connection: Partial<Connection & { readonly rerun: Rerun | "unsupported" }>,
  name = "staged",
): Provider {
  const unasked = async (): Promise<never> => {
    throw new TypeError("nobody should have asked for this");
  };
  return {
    name,
    title: `${name[0]?.toUpperCase()}${name.slice(1)}`,
    connectInputs: {},
    startInputs: {},
    check: async () => [],
    parseReference: (rest) => ({ ref: `${name}:${rest}` }),
    connect: () => ({ start: unasked, poll: unasked, results: unasked, rerun: "unsupported", ...connection }),
  };
}
