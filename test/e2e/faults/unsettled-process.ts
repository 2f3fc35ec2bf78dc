// Faults inside the process of the storm: its clock, and name resolution.
import dns from "node:dns";
import { seeded } from "../../../packages/core/src/run/seeded.fixture.ts";

/** A name of this machine that does not always resolve. */
export const stormName = "storm.invalid";

type Lookup = (name: string, options: object, callback: (error: Error | null, ...found: unknown[]) => void) => void;

/** Makes the clock jump by up to a day, and a name fail sometimes. Returns the function that ends this. */
export function unsettle(seed: number): () => void {
  const random = seeded(seed + 1);
  const real = { now: Date.now, lookup: dns.lookup };
  let offsetMs = 0;
  const jumps = setInterval(() => (offsetMs = Math.round((random() - 0.5) * 2 * 86_400_000)), 500);
  Date.now = () => real.now() + offsetMs;
  const resolve = real.lookup as unknown as Lookup;
  const lookup: Lookup = (name, options, callback) => {
    if (name !== stormName) return resolve(name, options, callback);
    if (random() < 0.9) return resolve("127.0.0.1", options, callback);
    const error = Object.assign(new Error(`getaddrinfo EAI_AGAIN ${name}`), { code: "EAI_AGAIN" });
    process.nextTick(callback, error);
  };
  dns.lookup = lookup as unknown as typeof dns.lookup;
  return () => {
    clearInterval(jumps);
    Date.now = real.now;
    dns.lookup = real.lookup;
  };
}
