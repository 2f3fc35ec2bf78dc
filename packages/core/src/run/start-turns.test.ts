import fc from "fast-check";
import { expect, test } from "vitest";
import { StartTurns } from "./start-turns.ts";

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

test("a turn that ends twice makes room once", async () => {
  const turns = new StartTurns(1);
  const first = await turns.next();
  const waiting = [turns.next(), turns.next()];
  first.end();
  first.end();
  const next = await Promise.race([Promise.all(waiting), waiting[0]]);
  expect(next).not.toBeInstanceOf(Array);
});
