import { type Input, type InputValue, optionName } from "@remotest/core";
import { commonInputs, defaultText, type LastingGate, valueText } from "@remotest/core/flow";
import { type CleanText, clean, serviceLine } from "./service-text.ts";

/**
 * Returns the options of the command line that give the same gate; none for what is the default there.
 * @example gateOptions({ maxFailures: { percent: 5 }, minTests: 40 }) // ["--max-failures 5%", "--min-tests 40"]
 */
export function gateOptions({ failOn, maxFailures, minTests, maxDurationMs }: LastingGate): readonly CleanText[] {
  const { failOn: on, maxFailures: forgiven, minTests: fewest, maxDuration: longest } = commonInputs;
  return [
    ...option("failOn", on, failOn),
    ...option("maxFailures", forgiven, maxFailures),
    ...option("minTests", fewest, minTests),
    ...option("maxDuration", longest, maxDurationMs),
  ];
}

function option(name: keyof typeof commonInputs, input: Input, value: InputValue | undefined): readonly CleanText[] {
  const text = value === undefined ? undefined : valueText(input, value);
  if (text === undefined || text === defaultText(input)) return [];
  return [clean`${serviceLine(optionName(name))} ${serviceLine(text)}`];
}
