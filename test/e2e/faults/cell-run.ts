// Runs the command in one cell of the matrix, and returns the outcome.
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import type { CommandResult } from "../stage/command.ts";
import type { ListeningServer } from "../stage/fake-service.ts";
import { runInProcess } from "../stage/in-process.ts";
import { type LedgerEntry, openWorkspace, type Workspace } from "../stage/workspace.ts";
import type { Certificates } from "./certificates.ts";
import { type ConnectionFront, connectionFront, type FailureMode, overTls } from "./connection-front.ts";
import { type Call, type ConnectionFault, isClockFault, isExchangeFault, isTlsFault } from "./fault.ts";
import { type FaultProxy, faultProxy, overHttp } from "./fault-proxy.ts";
import { accountAt, faultedService } from "./faulted-service.ts";
import { type Cell, isInProcess, timeoutOf } from "./matrix.ts";

/** The outcome of one cell. */
export interface Outcome {
  readonly code: number | null;
  /** True if the fault happened. */
  readonly struck: boolean;
  readonly elapsedMs: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Every file of the report directory by its name. */
  readonly files: ReadonlyMap<string, string>;
  readonly ledger: LedgerEntry | undefined;
  /** The number of runs that the service counts for it. */
  readonly starts: number;
  /** Requests that arrived at another origin. */
  readonly strayed: number;
}

/** The environment of the cells. */
export interface Bench {
  readonly sandbox: Sandbox;
  readonly certificates: Certificates;
}

let runs = 0;

/**
 * Runs the command under the cell's fault, to its end. Repeats it if the fault did not happen: on a very busy machine a
 * run may be over before its second poll.
 */
export async function runCell(cell: Cell, bench: Bench): Promise<Outcome> {
  for (let time = 1; ; time++) {
    const outcome = await runOnce(cell, bench);
    if (outcome.struck || time === 3) return outcome;
  }
}

async function runOnce(cell: Cell, { sandbox: shared, certificates }: Bench): Promise<Outcome> {
  const service = faultedService(cell.service);
  // The keys of MTA have no blanks.
  const name = `pass-${++runs}`;
  const own = isInProcess(cell) ? await startSandbox({ port: 0, speed: 50 }) : undefined;
  const sandbox = own ?? shared;
  const job = cell.call === "rerun" ? await service.failedRun(sandbox, `flaky ${runs}`) : undefined;
  const fault = faultFor(cell);
  await using proxy = await faultProxy(sandbox.url, fault.script);
  await using front = await fault.open(proxy, certificates);
  await using space = await openWorkspace(front.url);
  const timeoutMs = timeoutOf(cell);
  const common = ["--timeout", `${timeoutMs}ms`, "--verbose", "--json", ...("args" in front ? front.args : [])];
  const what = job ? ["rerun", job.ref] : service.runArgs(name, cell.call, space.path);
  const args = [...what, "--poll-interval", "100ms", ...common];
  const env = { ...accountAt(front.url), ...fault.env, ...("env" in front ? front.env : {}) };
  const startedAt = performance.now();
  const { code, stdout, stderr } = await (own
    ? runInProcess([...args, "--report-dir", join(space.path, "remotest-report")], env)
    : runProcess(space, args, env, fault, timeoutMs));
  const elapsedMs = performance.now() - startedAt;
  const files = new Map<string, string>();
  for (const file of await space.reports()) files.set(file, (await space.report(file)) ?? "");
  const starts = sandbox.journal.filter(
    (event) => event.kind === "start" && (job ? event.rerunOf === job.id : withoutToken(event.name) === name),
  ).length;
  const [ledger] = await space.ledger();
  await own?.close();
  return { code, stdout, stderr, elapsedMs, files, ledger, starts, struck: fault.struck(), strayed: proxy.strayed() };
}

function runProcess(
  space: Workspace,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  fault: CellFault,
  timeoutMs: number,
): Promise<CommandResult> {
  const run = space.launch(args, { env, limitMs: timeoutMs + 30_000 });
  fault.strikesProcess(() => run.kill("SIGUSR2"));
  return run.ended;
}

/** A name that begins with the token of its start, so that it can be found again. */
function withoutToken(name: string): string {
  return name.replace(/^\[\w+\]-/, "");
}

/** The implementation of one cell's fault. */
interface CellFault {
  readonly script: Parameters<typeof faultProxy>[1];
  readonly env: Readonly<Record<string, string>>;
  readonly open: (proxy: FaultProxy, certificates: Certificates) => Promise<ListeningServer | ConnectionFront>;
  readonly struck: () => boolean;
  readonly strikesProcess: (strike: () => void) => void;
}

function faultFor(cell: Cell): CellFault {
  const { fault } = cell;
  if (isExchangeFault(fault)) return ofExchange(cell, () => fault);
  if (isTlsFault(fault)) return { ...ofExchange(cell, () => fault), open: overTls };
  return isClockFault(fault) ? ofClock(cell) : ofConnection({ ...cell, fault });
}

/** True if the fault happens at the given call, counted from 1. */
function strikes({ phase }: Cell, call: number): boolean {
  return phase === "always" || call === (phase === "first" ? 1 : 2);
}

type Strike = Parameters<typeof faultProxy>[1]["strike"];

function ofExchange(cell: Cell, faultNow: () => ReturnType<Strike>): CellFault {
  let times = 0;
  let struck = false;
  const strike: Strike = ({ call }) => {
    if (call === "start" && cell.call === "find") return "reset-after";
    if (call !== cell.call || !strikes(cell, ++times)) return undefined;
    struck = true;
    return faultNow();
  };
  return { script: { strike }, env: {}, open: overHttp, struck: () => struck, strikesProcess: () => undefined };
}

const dayMs = 24 * 3_600_000;

function ofClock(cell: Cell): CellFault {
  let jump = (): void => undefined;
  const preload = new URL("preload/clock-jumps.cjs", import.meta.url).pathname;
  return {
    ...ofExchange(cell, async () => {
      jump();
      // A signal takes a moment; the call is on its way during that.
      await sleep(50);
      return undefined;
    }),
    env: { NODE_OPTIONS: `--require=${preload}`, JUMP_MS: `${cell.fault === "clock-back" ? -dayMs : dayMs}` },
    strikesProcess: (strike) => void (jump = strike),
  };
}

function ofConnection(cell: Cell & { readonly fault: ConnectionFault }): CellFault {
  let front: ConnectionFront | undefined;
  let struck = false;
  const answered = new Map<Call, number>();
  /** A connection is refused before its call is known, so the fault begins at the previous answer. */
  const expect = async (next: Call): Promise<void> => {
    const strike = next === cell.call && strikes(cell, (answered.get(next) ?? 0) + 1);
    struck ||= strike;
    const once: FailureMode = cell.phase === "always" ? "always" : "once";
    await front?.fail(strike ? once : "never");
    answered.set(next, (answered.get(next) ?? 0) + 1);
  };
  return {
    script: {
      strike: async ({ call }) => {
        if (call !== "start" || cell.call !== "find") return undefined;
        await expect("find");
        return "reset-after";
      },
      // The status of the run to rerun has been checked before.
      answering: (next = cell.call === "rerun" ? "rerun" : undefined) => next && expect(next),
      closing: true,
    },
    env: {},
    async open(proxy, certificates) {
      front = await connectionFront(cell.fault, proxy, certificates);
      await expect(cell.call === "rerun" ? "poll" : cell.call === "upload" ? "upload" : "start");
      return front;
    },
    struck: () => struck,
    strikesProcess: () => undefined,
  };
}
