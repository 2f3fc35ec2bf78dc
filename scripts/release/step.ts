import { setTimeout as wait } from "node:timers/promises";
import { ReleaseRefusal } from "./release-refusal.ts";

/** The parts of a release that need the same credentials; a job of the workflow publishes one of them. */
export const groups = ["source", "npm", "marketplace", "mirrors", "page"] as const;
export type Group = (typeof groups)[number];

/** One step of a release. */
export interface Step {
  readonly group: Group;
  /** Its target tells everyone what is published there, without a token of its own. */
  readonly isPublic: boolean;
  /** Its name for people: what it publishes and where: `npm package remotest 1.2.3`. */
  readonly name: string;
  /**
   * Tells whether it is already published, as the target says.
   * @throws {ReleaseRefusal} if the target has something else in its place.
   */
  readonly isPublished: () => Promise<boolean>;
  /** Publishes it. Either all of it is there afterwards, or `isPublished` still says no. */
  readonly publish: () => Promise<void>;
}

/** How a release is run. */
export interface ReleaseRun {
  /** Publishes only this group. The steps before it must be published already, as far as everyone can tell. */
  readonly only?: Group;
  /** Says how the release continues. */
  readonly say: (line: string) => void;
  /** How long a target may need to show what was published, in milliseconds. Default: two minutes. */
  readonly patienceMs?: number;
}

/**
 * Publishes the steps of a release that are not published yet, in order. All targets are asked first, so that nothing is
 * published if one of them refuses. Ended at any point and started again, it publishes the rest.
 *
 * If the last step is published, the release is complete and nothing is changed any more: a `v1` that was moved back by
 * hand stays there.
 * @throws {ReleaseRefusal} if a target has something else, or if an earlier step of another group is missing.
 */
export async function release(steps: readonly Step[], { only, say, patienceMs = 120_000 }: ReleaseRun): Promise<void> {
  const last = steps.at(-1);
  if (last && (await last.isPublished())) return say("This release is complete; nothing is published.");
  const asked = only === undefined ? steps : steps.filter((step) => isAsked(step, only));
  const answers = await Promise.allSettled(asked.map((step) => step.isPublished()));
  const refused = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as Error] : []));
  if (refused.length > 0) throw refused.length === 1 ? refused[0] : new AggregateError(refused);
  const missing = asked.filter((_, at) => answers[at]?.status === "fulfilled" && !answers[at].value);
  const early = missing.find(({ group }) => only !== undefined && group !== only);
  if (early) throw new ReleaseRefusal(`${early.name} is not published.`, `Publish ${early.group} before ${only}.`);
  for (const step of asked) {
    if (!missing.includes(step)) say(`✓ ${step.name}: was already published`);
    else {
      say(`… ${step.name}`);
      await publishOnce(step, patienceMs);
      say(`✓ ${step.name}: published`);
    }
  }
}

/** A group asks its own targets, and those before it that answer everyone. */
function isAsked({ group, isPublic }: Step, only: Group): boolean {
  return group === only || (isPublic && groups.indexOf(group) < groups.indexOf(only));
}

/** A target may show only after a while what it has accepted, even if the answer was lost. */
async function publishOnce(step: Step, patienceMs: number): Promise<void> {
  const failure: unknown = await step.publish().then(
    () => undefined,
    (error: unknown) => error ?? new Error("unknown"),
  );
  const until = Date.now() + (failure === undefined ? patienceMs : Math.min(patienceMs, 10_000));
  for (;;) {
    if (await step.isPublished()) return;
    if (failure instanceof ReleaseRefusal || Date.now() >= until) break;
    await wait(Math.min(2_000, patienceMs));
  }
  throw failure ?? new Error(`${step.name} was published, but the target does not show it.`);
}
