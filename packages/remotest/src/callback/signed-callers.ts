import { createHash } from "node:crypto";
import { type InputNames, type Provider, type ReceivedCall, type SignedCalls, worded } from "@remotest/core";
import { Bell, type PlannedRun } from "@remotest/core/flow";
import type { CallbackListener } from "./callback-listener.ts";

/** Says why a call was ignored. @param run the number of the first run that the service could have called about */
export type IgnoredCallListener = (run: number, message: string) => void;

/** The calls that are remembered, so that one that somebody overheard and sends again causes no poll. */
const mostRemembered = 10_000;

/** The runs that a service calls about with one key. */
interface Callees {
  readonly calls: SignedCalls;
  readonly key: string;
  readonly bells: Bell[];
}

/**
 * Passes on the calls of services that sign them, each at the path that is its provider's name. A genuine call rings the
 * bell of the run that it is about, once. Any other call does nothing; the first one is said.
 */
export class SignedCallers {
  readonly #byName = new Map<string, Callees[]>();
  readonly #listener: CallbackListener;
  readonly #say: IgnoredCallListener;
  readonly #names: InputNames | undefined;

  constructor(listener: CallbackListener, say: IgnoredCallListener, names: InputNames | undefined) {
    this.#listener = listener;
    this.#say = say;
    this.#names = names;
  }

  /**
   * Adds a run.
   * @returns its bell; undefined if the service signs no calls, or there is no key for them.
   */
  add({ provider, connect }: Pick<PlannedRun, "provider" | "connect">, run: number): Bell | undefined {
    const { name, signedCalls: calls } = provider;
    const key = calls === "unsupported" ? undefined : connect[calls.keyInput];
    if (calls === "unsupported" || typeof key !== "string" || key === "") return undefined;
    const all = this.#byName.get(name) ?? this.#hear(provider, calls, run);
    let callees = all.find((each) => each.key === key && each.calls === calls);
    if (!callees) all.push((callees = { calls, key, bells: [] }));
    const bell = new Bell("part");
    callees.bells.push(bell);
    return bell;
  }

  #hear({ name, title }: Provider, { keyInput }: SignedCalls, run: number): Callees[] {
    const all: Callees[] = [];
    this.#byName.set(name, all);
    const recent = new RecentCalls();
    let isSaid = false;
    this.#listener.hear(name, (call) => {
      const isGenuine = call !== "too large" && ring(all, call, recent);
      if (isGenuine || isSaid) return isGenuine;
      isSaid = true;
      const why =
        call === "too large" ? "it was too large" : `it was not signed by ${title} with ${this.#key(name, keyInput)}`;
      this.#say(run, `A call that came for ${title} was ignored: ${why}. Other such calls are not mentioned.`);
      return false;
    });
    return all;
  }

  #key(name: string, keyInput: string): string {
    return worded((names) => names.secret(name, keyInput), this.#names);
  }
}

/** Rings the bells of the runs that a call is about. Returns false if no key has signed it. */
function ring(all: readonly Callees[], call: ReceivedCall, recent: RecentCalls): boolean {
  const genuine = all.filter(({ calls, key }) => calls.isGenuine(call, key));
  if (genuine.length === 0) return false;
  if (!recent.isNew(call.body)) return true;
  for (const { calls, bells } of genuine)
    for (const bell of bells) if (bell.awaited && calls.isAbout(call, bell.awaited)) bell.ring();
  return true;
}

/** The last genuine calls, by the hash of their bodies. */
class RecentCalls {
  readonly #hashes = new Set<string>();

  isNew(body: Uint8Array): boolean {
    const hash = createHash("sha256").update(body).digest("base64");
    if (this.#hashes.has(hash)) return false;
    this.#hashes.add(hash);
    const [oldest] = this.#hashes;
    if (this.#hashes.size > mostRemembered && oldest !== undefined) this.#hashes.delete(oldest);
    return true;
  }
}
