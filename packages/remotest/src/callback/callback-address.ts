import type { Input, InputNames, OptionValues, Problem, Provider } from "@remotest/core";

/** The address to listen at; the service calls it unless the user gives a public one. */
export interface CallbackAddress {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
}

/** The characters that the secret path adds to a public address. */
const secretLength = 1 + 32;

/**
 * Reads `host:port`; an IPv6 address is in brackets.
 * @returns undefined if the text is not such an address.
 * @example readCallbackAddress("ci-7.example.com:8080") // { host: "ci-7.example.com", port: 8080 }
 */
export function readCallbackAddress(text: string): CallbackAddress | undefined {
  const [, ip, name, digits] = /^(?:\[([\da-f:.]{2,45})\]|([a-z\d.-]{1,253})):(\d{1,5})$/i.exec(text) ?? [];
  const host = ip ?? name;
  const port = Number(digits);
  // It must also be valid as the host of a URL.
  return host !== undefined && port <= 65_535 && URL.canParse(addressOf({ host, port })) ? { host, port } : undefined;
}

/** Returns the URL of a listener for clients that reach it directly. */
export function addressOf({ host, port }: CallbackAddress): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

/** True if the service can call about these runs: at an address in each start, or with a signature that can be checked. */
export function callsBack({ callbackInput, signedCalls }: Provider, runs: readonly OptionValues[]): boolean {
  return (
    callbackInput !== undefined ||
    (signedCalls !== "unsupported" && runs.some((each) => each[signedCalls.keyInput] !== undefined))
  );
}

/** Checks `--callback-listen`, if it is set, for the runs to start. */
export function callbackProblems(given: unknown, provider: Provider, runs: readonly OptionValues[]): Problem[] {
  if (typeof given !== "string") return [];
  const { callbackInput, signedCalls, title, name } = provider;
  if (callbackInput === undefined && signedCalls === "unsupported")
    return [
      {
        message: (names) => `${label(names)}: ${title} cannot call back when a run is over.`,
        suggestion: "Leave it out.",
      },
    ];
  if (callbackInput === undefined && signedCalls !== "unsupported" && !callsBack(provider, runs))
    return [
      {
        message: (names) =>
          `${label(names)}: the calls of ${title} only count with their signature, and ${names.secretOrFile(name, signedCalls.keyInput)}, which it is made with, is missing.`,
        suggestion: "Set it, or leave out the address to listen at.",
        about: [signedCalls.keyInput],
        missing: true,
      },
    ];
  const listens = readCallbackAddress(given);
  if (!listens)
    return [
      {
        message: (names) =>
          `${label(names)} must be an address such as ci-7.example.com:8080 or [2001:db8::7]:8080; got ${JSON.stringify(given)}.`,
      },
    ];
  return callbackInput === undefined ? [] : addressProblems(listens, given, { provider, callbackInput, runs });
}

/** The starts that give the service an address to call. */
interface CallbackStarts {
  readonly provider: Provider;
  readonly callbackInput: string;
  readonly runs: readonly OptionValues[];
}

/** Checks the addresses that the service gets with each start. @param given the address to listen at, as it was written */
function addressProblems(
  listens: CallbackAddress,
  given: string,
  { provider: { startInputs, title, name }, callbackInput, runs }: CallbackStarts,
): Problem[] {
  const address = ({ optionOrVariable }: InputNames): string => optionOrVariable(name, callbackInput);
  const problems: Problem[] = [];
  if (isEveryAddress(listens) && runs.some((each) => each[callbackInput] === undefined))
    problems.push({
      message: (names) =>
        `${label(names)}: ${JSON.stringify(given)} means every address of this machine, so ${title} would not know which one to call.`,
      suggestion: (names) => `Set ${address(names)} to the public address that leads here, or listen at one address.`,
    });
  if (runs.some((each) => tooLong(each[callbackInput], startInputs[callbackInput])))
    problems.push({
      message: (names) =>
        `${address(names)} is too long: ${names.option("callbackListen")} adds a secret path of ${secretLength} characters to it.`,
    });
  return problems;
}

function label({ optionOrVariable }: InputNames): string {
  return optionOrVariable("remotest", "callbackListen");
}

function isEveryAddress({ host }: CallbackAddress): boolean {
  return ["0.0.0.0", "[::]"].includes(new URL(addressOf({ host, port: 1 })).hostname);
}

function tooLong(address: unknown, input: Input | undefined): boolean {
  if (typeof address !== "string" || input?.type !== "url" || input.maxLength === undefined) return false;
  return address.length + secretLength > input.maxLength;
}
