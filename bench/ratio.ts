import { spawnSync } from "node:child_process";

/** One side of a comparison: a command line, with its environment. */
export interface Side {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  readonly env?: Readonly<Record<string, string>>;
}

/** The medians of all sides, measured in turn, because the machine may be busy at any moment. */
export interface Ratio {
  readonly ms: readonly number[];
  /** Each side's median divided by the first one's. */
  readonly over: readonly number[];
}

/**
 * Runs every side in turn, `rounds` times, and compares their wall times.
 * @throws if a side does not exit with 0.
 */
export function compare(sides: readonly Side[], rounds: number): Ratio {
  const times: number[][] = sides.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, { name, command, env }] of sides.entries()) {
      const [program, ...args] = command;
      const startedAt = performance.now();
      const { status, stderr } = spawnSync(program, args, {
        env: { PATH: process.env["PATH"], ...env },
        encoding: "utf8",
      });
      times[index]?.push(performance.now() - startedAt);
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${stderr}`);
    }
  const ms = times.map(median);
  return { ms, over: ms.map((each) => each / (ms[0] ?? Number.NaN)) };
}

/** Returns the median. */
export function median(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** A row of the table of results: a figure and its goal. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  /** Undefined if the row is only there to compare with. */
  readonly goal?: Goal | undefined;
  /** The size of the input and the figure as a number, if the row is a point of a curve. */
  readonly size?: number;
  readonly value?: number;
}

/** A goal, in words, and whether the figure of its row meets it. */
export interface Goal {
  readonly says: string;
  readonly isMet: boolean;
}

/** Returns the goal of a figure that must not be larger; undefined if there is no limit. */
export function atMost(figure: number, limit: number | undefined, unit: string = ""): Goal | undefined {
  if (limit === undefined) return undefined;
  return { says: `≤ ${limit}${unit && ` ${unit}`}`, isMet: figure <= limit };
}
