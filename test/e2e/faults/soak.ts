// Lives of a run: the built command is killed at random moments, on a connection that fails at random, and resumed.
import { setTimeout as sleep } from "node:timers/promises";
import type { Sandbox } from "../../../packages/sandbox/src/index.ts";
import type { RunningCommand } from "../stage/command.ts";
import { type LedgerEntry, openWorkspace, runArgs, type Service, type Workspace } from "../stage/workspace.ts";
import { type ExchangeFault, exchangeFaults } from "./fault.ts";
import { faultProxy, overHttp } from "./fault-proxy.ts";
import { accountAt } from "./faulted-service.ts";
import { oneOf, seeded } from "../../../packages/core/src/run/seeded.fixture.ts";

/** The events and the problems of one life. */
export interface Life {
  readonly name: string;
  readonly kills: number;
  /** Kills while the start request was on its way. */
  readonly killsOnTheWay: number;
  readonly resumes: number;
  readonly attaches: number;
  readonly faults: number;
  readonly starts: number;
  readonly end: "verdict" | "unknown-start" | "not-started";
  readonly problems: readonly string[];
}

/** A kind of run, with the correct exit codes. */
interface Course {
  readonly service: Service;
  readonly name: string;
  readonly codes: readonly number[];
  readonly args?: readonly string[];
}
const courses: readonly Course[] = [
  { service: "apptest", name: "pass", codes: [0] },
  { service: "apptest", name: "fail", codes: [1] },
  { service: "apptest", name: "error", codes: [1] },
  { service: "apptest", name: "maintenance-poll", codes: [0] },
  { service: "ats", name: "pass", codes: [0] },
  { service: "ats", name: "fail", codes: [1] },
  { service: "ats", name: "maintenance-poll", codes: [0] },
  // An unknown rerun changes no result.
  { service: "ats", name: "flaky", codes: [0, 1], args: ["--rerun-failed", "1"] },
];

// Hanging faults would only make lives too long.
const faults = (Object.keys(exchangeFaults) as ExchangeFault[]).filter((each) => each !== "drip" && each !== "stalled");

interface Entry extends LedgerEntry {
  readonly start: "not-started" | "on-its-way" | "started";
  readonly reported: boolean;
}

/** The latest time of a kill, a little longer than a run takes, in milliseconds. */
const latestKillMs = 3_000;

/** Runs one life; its choices follow from its seed. */
export async function live(number: number, seed: number, sandbox: Sandbox): Promise<Life> {
  const random = seeded(seed * 1_000_003 + number);
  const course = oneOf(random, courses);
  const wire = new Wire(seeded(random() * 2 ** 32), oneOf(random, [0, 0.1, 0.25]));
  await using proxy = await faultProxy(sandbox.url, wire.script);
  await using front = await overHttp(proxy);
  await using space = await openWorkspace(front.url);
  const name = `${course.name} s${seed}-${number}`;
  return await new LifeRunner({ random, course, wire, space, name, sandbox, env: accountAt(front.url) }).run();
}

/** The faults of a life's calls. Starts take a little longer, so that more kills happen during them. */
class Wire {
  faults = 0;
  starting: Promise<void>;
  #arrived: () => void = () => undefined;
  readonly #random: () => number;
  readonly #share: number;

  constructor(random: () => number, share: number) {
    this.#random = random;
    this.#share = share;
    this.starting = this.#nextStart();
  }

  #nextStart(): Promise<void> {
    return new Promise((resolve) => (this.#arrived = resolve));
  }

  readonly script: Parameters<typeof faultProxy>[1] = {
    strike: async ({ call }) => {
      if (call === "start" || call === "rerun") {
        this.#arrived();
        this.starting = this.#nextStart();
        await sleep(this.#random() * 150);
      }
      if (this.#random() >= this.#share) return undefined;
      this.faults++;
      return oneOf(this.#random, faults);
    },
    answering: async (next) => {
      if (next === "poll" && this.#random() < 0.3) await sleep(this.#random() * 100);
    },
  };
}

interface LifeContext {
  readonly random: () => number;
  readonly course: Course;
  readonly wire: Wire;
  readonly space: Workspace;
  readonly name: string;
  readonly sandbox: Sandbox;
  readonly env: Record<string, string>;
}

class LifeRunner {
  readonly #context: LifeContext;
  readonly #problems: string[] = [];
  #kills = 0;
  #killsOnTheWay = 0;
  #resumes = 0;
  #attaches = 0;

  constructor(context: LifeContext) {
    this.#context = context;
  }

  async run(): Promise<Life> {
    const { random, course, name, space, env } = this.#context;
    const first = runArgs(course.service, name, "--timeout", "50s", ...(course.args ?? []));
    let words = first;
    let entry: Entry | undefined;
    let killsLeft = Math.floor(random() * 4);
    for (;;) {
      const run = space.launch(words, { env });
      if (killsLeft > 0) await this.#kill(run);
      const { code, stderr } = await run.ended;
      const before = entry;
      entry = await this.#ledger();
      if (code !== null) return this.#finish(code, stderr, before, entry);
      killsLeft--;
      this.#kills++;
      if (entry?.start === "on-its-way") this.#killsOnTheWay++;
      this.#expectNoUnrecordedStart(entry);
      // The verdict was reported, so resuming now would start another run.
      if (entry?.reported) return this.#reported(entry);
      words = this.#next(first, entry);
    }
  }

  /** Kills the process some time after its start, or after its start request has arrived. */
  async #kill(run: RunningCommand): Promise<void> {
    const { random, wire } = this.#context;
    const ended = run.ended.then(() => undefined);
    const atStart = random() < 0.4;
    const waitMs = atStart ? random() * 300 : random() * latestKillMs;
    if (atStart) await Promise.race([wire.starting, ended, sleep(latestKillMs)]);
    await Promise.race([sleep(waitMs), ended]);
    run.kill("SIGKILL");
  }

  async #ledger(): Promise<Entry | undefined> {
    try {
      return ((await this.#context.space.ledger()) as readonly Entry[])[0];
    } catch (error) {
      this.#problems.push(`run.json is not complete: ${String(error)}`);
      return undefined;
    }
  }

  #next(first: readonly string[], entry: Entry | undefined): readonly string[] {
    const { random, course } = this.#context;
    if (entry?.ref && random() < 0.5) {
      this.#attaches++;
      return ["attach", entry.ref, "--poll-interval", "100ms", "--timeout", "50s", ...(course.args ?? [])];
    }
    this.#resumes++;
    return [...first, "--resume"];
  }

  /** If the ledger says not started, the service has not started it. */
  #expectNoUnrecordedStart(entry: Entry | undefined): void {
    if (entry !== undefined && entry.start !== "not-started") return;
    if (this.#starts() > 0) this.#problems.push("the service counts a start that is not in the ledger");
  }

  /** Counts the service's starts without reruns. More than one rerun is always a problem. */
  #starts(): number {
    const { sandbox, name } = this.#context;
    const all = sandbox.journal.filter((event) => event.kind === "start" && event.name === name);
    const reruns = all.filter((event) => "rerunOf" in event).length;
    if (reruns > 1) this.#problems.push(`rerun ${reruns} times`);
    return all.length - reruns;
  }

  /** A command that was killed after its report: what it would have said is in the ledger. */
  #reported({ ref, start, verdict }: Entry): Life {
    if (!ref) {
      // Its start failed, and the report says so.
      if (verdict !== "error") this.#problems.push(`no reference, and the verdict ${verdict}`);
      return this.#life(start === "on-its-way" ? "unknown-start" : "not-started");
    }
    const code = verdict === "passed" ? 0 : verdict === "failed" ? 1 : undefined;
    if (code !== undefined) this.#expectCode(code, "");
    return this.#life("verdict");
  }

  async #finish(code: number, stderr: string, before: Entry | undefined, entry: Entry | undefined): Promise<Life> {
    if (before?.start === "on-its-way" && code !== 5)
      this.#problems.push(`resumed a start that was on its way, and ended with ${code}\n${stderr}`);
    if (code === 5) {
      await this.#findByHand();
      return this.#life("unknown-start");
    }
    if (!entry?.ref) {
      if (code !== 3 || this.#starts() > 0) this.#problems.push(`no reference, exit code ${code}\n${stderr}`);
      return this.#life("not-started");
    }
    this.#expectCode(code, stderr);
    return this.#life("verdict");
  }

  /** Does what the message advises: finds the run at the service and attaches to it. */
  async #findByHand(): Promise<void> {
    const { sandbox, space, course, name, env } = this.#context;
    const found = sandbox.journal.find((event) => event.kind === "start" && event.name === name);
    if (found?.kind !== "start") return;
    const ref = course.service === "apptest" ? `apptest:${found.id}` : `ats:SHOP-1/${found.id}`;
    const args = ["attach", ref, "--poll-interval", "100ms", "--timeout", "50s", ...(course.args ?? [])];
    this.#attaches++;
    const { code, stderr } = await space.remotest(args, { env });
    this.#expectCode(code, stderr);
  }

  #expectCode(code: number | null, stderr: string): void {
    const { codes } = this.#context.course;
    if (!codes.some((right) => right === code))
      this.#problems.push(`the verdict's exit code is ${code}, not ${codes.join(" or ")}\n${stderr}`);
  }

  #life(end: Life["end"]): Life {
    const starts = this.#starts();
    if (starts > 1) this.#problems.push(`started ${starts} times`);
    if (end === "verdict" && starts !== 1) this.#problems.push(`a verdict, and ${starts} starts`);
    return {
      name: this.#context.name,
      kills: this.#kills,
      killsOnTheWay: this.#killsOnTheWay,
      resumes: this.#resumes,
      attaches: this.#attaches,
      faults: this.#context.wire.faults,
      starts,
      end,
      problems: this.#problems,
    };
  }
}
