import { createHash } from "node:crypto";
import type { Clock } from "../clock.ts";
import { type Scenario, scenarioOf } from "../scenario.ts";
import { schedule, type Slot, warmUpMs } from "../schedule.ts";

/** The documented words for a build, a session and a case. */
export type Status = "queued" | "running" | "passed" | "failed" | "error" | "timedout" | "skipped";

/** The parts of a start that the sandbox heeds. */
export interface BuildOrder {
  readonly app: string;
  readonly testSuite: string;
  readonly devices: readonly string[];
  readonly project?: string;
  readonly buildTag?: string;
  readonly shards?: { readonly numberOfShards: number };
  readonly testOrchestrationOptions?: {
    readonly rerunPreviouslyFailed?: { readonly enabled: boolean; readonly sourceBuildId: string };
  };
}

/** One case of a session, past or future. */
export interface PlannedCase extends Slot {
  readonly className: string;
  readonly name: string;
  readonly outcome: "passed" | "failed";
}

/** One session: a device, or one shard of it. */
export interface Session {
  readonly id: string;
  readonly cases: readonly PlannedCase[];
  /** The service has trouble, and no case runs. */
  readonly breaks: boolean;
}

export interface Device {
  readonly name: string;
  readonly version: string;
  readonly sessions: readonly Session[];
}

// Two devices have the same cases; a name with characters that a careless reader mishandles.
const planned = [
  { className: "com.shop.CartTest", name: "addsToCart" },
  { className: "com.shop.CartTest", name: 'pays "fast" & <safely>' },
  { className: "com.shop.LoginTest", name: "로그인" },
] as const;

/** One build of the sandbox's BrowserStack: everything about it follows from its tag, its order and the clock. */
export class Build {
  readonly id: string;
  readonly framework: string;
  readonly order: BuildOrder;
  readonly scenario: Scenario;
  readonly devices: readonly Device[];
  readonly startedAt: Date = new Date();
  /** The number of requests for its status. */
  requests = 0;
  readonly #now: Clock;
  readonly #from: number;

  /** @param source the build whose failed cases are run again */
  constructor(id: string, framework: string, order: BuildOrder, now: Clock, source?: Build) {
    this.id = id;
    this.framework = framework;
    this.order = order;
    this.scenario = scenarioOf(order.buildTag ?? "");
    this.devices = devicesOf(id, order, this.scenario, source);
    this.#now = now;
    this.#from = now();
  }

  get sessions(): readonly Session[] {
    return this.devices.flatMap(({ sessions }) => sessions);
  }

  statusOf(session: Session): Status {
    if (this.#elapsed() < warmUpMs) return "queued";
    if (this.#elapsed() < endOf(session)) return "running";
    if (session.breaks) return "error";
    return session.cases.some(({ outcome }) => outcome === "failed") ? "failed" : "passed";
  }

  statusOfCase({ from, to, outcome }: PlannedCase): Status {
    if (this.#elapsed() < from) return "queued";
    return this.#elapsed() < to ? "running" : outcome;
  }

  /** docs, precedence: running, failed, error; queued is not part of it, and stands before the beginning. */
  get status(): Status {
    const all = this.sessions.map((session) => this.statusOf(session));
    if (all.every((each) => each === "queued")) return "queued";
    const order: readonly Status[] = ["running", "queued", "failed", "error"];
    const found = order.find((each) => all.includes(each));
    return found === "queued" ? "running" : (found ?? "passed");
  }

  get isOver(): boolean {
    return this.status !== "queued" && this.status !== "running";
  }

  /** True for a case that has not passed, so that a rerun runs it. */
  needsRerun(device: string, { className, name }: PlannedCase): boolean {
    const same = this.devices.find((each) => `${each.name}-${each.version}` === device);
    const cases = same?.sessions.flatMap(({ cases: all, breaks }) => (breaks ? [] : all)) ?? [];
    return !cases.some((each) => each.className === className && each.name === name && each.outcome === "passed");
  }

  #elapsed(): number {
    return this.#now() - this.#from;
  }
}

function endOf({ cases }: Session): number {
  return Math.max(...cases.map(({ to }) => to));
}

function devicesOf(id: string, order: BuildOrder, scenario: Scenario, source: Build | undefined): readonly Device[] {
  const shards = order.shards?.numberOfShards ?? 1;
  return order.devices.map((asked, place) => {
    const [, name = asked, version = "16.0"] = /^(.+)-([^-]+)$/.exec(asked) ?? [];
    const all = casesOf(scenario, place, source !== undefined).filter(
      (each) => !source || source.needsRerun(`${name}-${version}`, each),
    );
    const sessions = Array.from({ length: shards }, (_, shard) => ({
      id: createHash("sha1").update(`${id} ${place} ${shard}`).digest("hex"),
      cases: all.filter((_each, index) => index % shards === shard),
      breaks: scenario.course === "error" && place === 0 && shard === 0,
    }));
    return { name, version, sessions: sessions.filter(({ cases }) => cases.length > 0) };
  });
}

/** The second case of the first device fails; if there is only one case, it fails. */
function casesOf(scenario: Scenario, device: number, isRerun: boolean): readonly PlannedCase[] {
  const count = scenario.cases ?? planned.length;
  const fails = scenario.course === "fail" || (scenario.course === "flaky" && !isRerun);
  return schedule(count, scenario, "in turn").map((slot, index) => {
    const { className, name } = planned[index % planned.length]!;
    const round = Math.floor(index / planned.length);
    return {
      ...slot,
      className,
      name: round === 0 ? name : `${name} #${round + 1}`,
      outcome: fails && device === 0 && index === Math.min(1, count - 1) ? "failed" : "passed",
    };
  });
}
