// A short soak: twenty seconds of kills and faults.
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { live } from "./soak.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ port: 0, speed: 10 });
});
afterAll(() => sandbox.close());

it("after each kill, --resume or attach leads to the right verdict, and the service counts one start", async () => {
  const seed = Date.now() % 1_000_000;
  const ends = performance.now() + 20_000;
  let kills = 0;
  let next = 0;
  const lane = async (): Promise<void> => {
    while (performance.now() < ends) {
      const number = next++;
      const life = await live(number, seed, sandbox);
      kills += life.kills;
      expect(life.problems, `again: pnpm soak --seed ${seed} --life ${number}`).toEqual([]);
    }
  };
  await Promise.all([lane(), lane(), lane()]);
  expect(kills).toBeGreaterThan(0);
});
