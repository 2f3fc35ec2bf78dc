import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type MtaRun, parse, runOf, write } from "./references.ts";

const id = "5552275f-0733-4afa-b109-7dee0cf1eda9";

describe("a reference", () => {
  it.each([
    id,
    `${id}/28/19`,
    `${id}/28/19,21`,
    `${id}/28/19/7d`,
    `${id}/28/19/coverage`,
    `${id}/28/19,21/1d/coverage`,
  ])("%s is valid", (rest) => expect(parse(rest)).toEqual({ ref: `mta:${rest}` }));

  it.each([
    "",
    "/",
    `${id}/`,
    `${id}/28`,
    `${id}/28/`,
    `${id}/28/19,`,
    `${id}/28/19/8d`,
    `${id}/28/19/0d`,
    `${id}/28/19/coverage/7d`,
    `${id}/28/19/7d/coverage/x`,
    `${id}/../19`,
    `${id}/28/%2F`,
    `${id}/28/%`,
    `${id} /28/19`,
    `../../x`,
    "a b",
  ])("%j is not", (rest) => expect(parse(rest)).toBeUndefined());

  it("contains what a rerun needs, whatever the keys are", () => {
    const key = fc.stringMatching(/^[A-Za-z0-9,:;+é-]{1,12}$/);
    const run: fc.Arbitrary<MtaRun> = fc.record({
      executionId: fc.uuid(),
      rerunnable: fc.option(
        fc.record({
          configuration: key,
          instances: fc.array(key, { minLength: 1, maxLength: 3 }),
          retentionDays: fc.option(fc.integer({ min: 1, max: 7 }), { nil: undefined }),
          coverage: fc.boolean(),
        }),
        { nil: undefined },
      ),
    });
    fc.assert(
      fc.property(run, (given) => {
        const ref = write(given);
        expect(ref).toMatch(/^[\x21-\x7e]+$/);
        expect(runOf({ ref })).toEqual(given);
        expect(parse(ref.slice("mta:".length))).toEqual({ ref });
      }),
    );
  });
});
