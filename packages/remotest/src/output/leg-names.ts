import type { Leg } from "../plan-file/leg.ts";

/** The names of jobs that a CI system takes. */
interface NameForm {
  /** Replaces what the system would interpret or refuse. */
  readonly clean: (name: string) => string;
  /** In UTF-16 code units. */
  readonly longest: number;
  /** Between a name and the number that makes it unique. */
  readonly joint: string;
}

/** Returns the names of legs in the form of a CI system. They stay unique, also for a system that ignores case. */
export function legNames(legs: readonly Leg[], { clean, longest, joint }: NameForm): readonly string[] {
  const taken = new Set<string>();
  return legs.map((leg) => {
    const whole = clean(wellFormed(leg.name));
    let name = wellFormed(whole.slice(0, longest));
    for (let number = 2; taken.has(name.toLowerCase()); number++) {
      const suffix = `${joint}${number}`;
      name = `${wellFormed(whole.slice(0, longest - suffix.length))}${suffix}`;
    }
    taken.add(name.toLowerCase());
    return name;
  });
}

/** Replaces halves of characters, which some parsers refuse. */
export function wellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, "\ufffd");
}
