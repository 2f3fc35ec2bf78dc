import fc from "fast-check";
import { expect, test } from "vitest";
import { StartTurns, type Turn } from "./start-turns.ts";

test("as many starts as allowed are under way at once, never more, in order, and all of them get their turn", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.nat({ max: 3 }), { maxLength: 20 }),
      async (atOnce, steps) => {
        const turns = new StartTurns(atOnce);
        const begun: number[] = [];
        let [underWay, most] = [0, 0];
        await Promise.all(
          steps.map(async (length, index) => {
            using turn = await turns.next();
            begun.push(index);
            most = Math.max(most, ++underWay);
            for (let step = 0; step < length; step++) await Promise.resolve();
            underWay--;
            if (index % 2 === 0) turn.end();
          }),
        );
        expect(begun).toEqual(steps.map((_, index) => index));
        expect(most).toBeLessThanOrEqual(atOnce);
      },
    ),
  );
});

test("a turn that ends twice makes room once, for the start that has waited longest or for one that comes later", async () => {
  const turns = new StartTurns(1);
  const begun: number[] = [];
  const start = async (number: number): Promise<Turn> => {
    const turn = await turns.next();
    begun.push(number);
    return turn;
  };
  const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const first = await start(0);
  const waiting = [start(1), start(2)];
  first.end();
  first.end();
  await settled();
  expect(begun).toEqual([0, 1]);
  (await waiting[0])?.end();
  const last = await waiting[1];
  last?.end();
  last?.end();
  void start(3);
  void start(4);
  await settled();
  expect(begun).toEqual([0, 1, 2, 3]);
});

test("without a limit, all starts are under way at once", async () => {
  const turns = new StartTurns();
  const all = await Promise.all(Array.from({ length: 100 }, () => turns.next()));
  expect(all).toHaveLength(100);
});
