import { type Input, optionName, type OptionValues, type Problem, type Provider, variableName } from "@remotest/core";

/** Where to listen, and where the service finds that. */
export interface CallbackAddress {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
}

/** Characters that the secret path adds to a public address. */
const secretLength = 1 + 32;

/**
 * Reads `host:port`; an IPv6 address stands in brackets.
 * @returns undefined where it is none.
 * @example readCallbackAddress("ci-7.example.com:8080") // { host: "ci-7.example.com", port: 8080 }
 */
export function readCallbackAddress(text: string): CallbackAddress | undefined {
  const [, ip, name, digits] = /^(?:\[([\da-f:.]{2,45})\]|([a-z\d.-]{1,253})):(\d{1,5})$/i.exec(text) ?? [];
  const host = ip ?? name;
  const port = Number(digits);
  // It must also be the host of an address that can be written down.
  return host !== undefined && port <= 65_535 && URL.canParse(addressOf({ host, port })) ? { host, port } : undefined;
}

/** The address of a listener for those who reach it directly. */
export function addressOf({ host, port }: CallbackAddress): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** What is wrong with `--callback-listen` for the runs to start, if it is given. */
export function callbackProblems(
  given: unknown,
  { callbackInput, startInputs, title, name }: Provider,
  runs: readonly OptionValues[],
): Problem[] {
  if (typeof given !== "string") return [];
  const label = "--callback-listen (or REMOTEST_CALLBACK_LISTEN)";
  if (callbackInput === undefined)
    return [{ message: `${label}: ${title} calls nobody when a run is over.`, suggestion: "Leave it out." }];
  const address = readCallbackAddress(given);
  if (!address)
    return [
      {
        message: `${label}: ${JSON.stringify(given)} is not an address such as ci-7.example.com:8080 or [2001:db8::7]:8080.`,
      },
    ];
  const option = `${optionName(callbackInput)} (or ${variableName(name, callbackInput)})`;
  const problems: Problem[] = [];
  if (isEveryAddress(address) && runs.some((each) => each[callbackInput] === undefined))
    problems.push({
      message: `${label}: ${JSON.stringify(given)} stands for every address of this machine, which tells ${title} none to call.`,
      suggestion: `Give the public address that leads here as ${option}, or listen at one address.`,
    });
  if (runs.some((each) => tooLong(each[callbackInput], startInputs[callbackInput])))
    problems.push({
      message: `${option}: is too long: with --callback-listen a secret path of ${secretLength} characters is added to it.`,
    });
  return problems;
}

function isEveryAddress({ host }: CallbackAddress): boolean {
  return ["0.0.0.0", "[::]"].includes(new URL(addressOf({ host, port: 1 })).hostname);
}

function tooLong(address: unknown, input: Input | undefined): boolean {
  if (typeof address !== "string" || input?.type !== "url" || input.maxLength === undefined) return false;
  return address.length + secretLength > input.maxLength;
}
