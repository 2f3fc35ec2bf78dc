import { spawnSync } from "node:child_process";

/** One side of a comparison: a command line, with its environment. */
export interface Side {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** Medians of both sides, taken in turn in one run, because the machine may be busy at any moment. */
export interface Ratio {
  readonly ms: readonly number[];
  /** Each side's median over the first one's. */
  readonly over: readonly number[];
}

/**
 * Runs every side in turn, `rounds` times, and compares their wall times.
 * @throws when a side does not end with the exit code 0.
 */
export function compare(sides: readonly Side[], rounds: number): Ratio {
  const times: number[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, { name, command, env }] of sides.entries()) {
      const [program, ...args] = command;
      const begun = performance.now();
      const { status, stderr } = spawnSync(program, args, {
        env: { PATH: process.env["PATH"], ...env },
        encoding: "utf8",
      });
      times[index]?.push(performance.now() - begun);
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    }
  const ms = times.map(median);
  return { ms, over: ms.map((each) => each / (ms[0] ?? Number.NaN)) };
}

/** The middle of some numbers. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** A figure beside its goal, for the table of results. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly met: boolean;
}
