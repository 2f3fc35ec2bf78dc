import { describe, expect, test } from "vitest";
import { ReleaseRefusal } from "./release-refusal.ts";
import { type Group, release, type Step } from "./step.ts";

/** Targets that remember what was published there, in order. */
function steps(names: readonly `${Group}: ${string}`[], there: string[]): readonly Step[] {
  return names.map((name) => ({
    group: name.split(":")[0] as Group,
    isPublic: !name.startsWith("marketplace"),
    name,
    isPublished: async () => there.includes(name),
    publish: async () => void there.push(name),
  }));
}

const names = ["source: tag", "npm: a", "npm: b", "mirrors: x", "page: page"] as const;
const quick = { patienceMs: 0 };

async function said(...args: Parameters<typeof release>): Promise<readonly string[]> {
  const lines: string[] = [];
  await release(args[0], { ...quick, ...args[1], say: (line) => lines.push(line) });
  return lines;
}
const say = (): void => undefined;

describe("a release", () => {
  test("publishes every step once, in order", async () => {
    const there: string[] = [];
    await release(steps(names, there), { ...quick, say });
    expect(there).toEqual(names);
  });

  test.for([0, 1, 2, 3, 4])("that ended after %i steps publishes the rest", async (done) => {
    const there: string[] = names.slice(0, done);
    await release(steps(names, there), { ...quick, say });
    expect(there).toEqual(names);
  });

  test("that is complete changes nothing, even if a tag was moved back by hand", async () => {
    const there: string[] = names.filter((name) => name !== "mirrors: x");
    expect(await said(steps(names, there), { say })).toEqual(["This release is complete; nothing is published."]);
    expect(there).not.toContain("mirrors: x");
  });

  test.for([1, 3])("publishes nothing if the target of step %i refuses", async (at) => {
    const there: string[] = [];
    const refusal = new ReleaseRefusal("v1.0.0 was moved.", "Release the next version.");
    const all = steps(names, there).with(at, {
      ...steps(names, there)[at]!,
      isPublished: () => Promise.reject(refusal),
    });
    await expect(release(all, { ...quick, say })).rejects.toBe(refusal);
    expect(there).toEqual([]);
  });

  test("says everything that is refused", async () => {
    const all = steps(names, []).map((step, at) =>
      at < 2 ? { ...step, isPublished: () => Promise.reject(new ReleaseRefusal(`no ${at}`, "")) } : step,
    );
    await expect(release(all, { ...quick, say })).rejects.toMatchObject({
      errors: [{ message: "no 0" }, { message: "no 1" }],
    });
  });

  test("publishes one group if only that is asked for, after those before it", async () => {
    const there: string[] = [];
    await expect(release(steps(names, there), { ...quick, only: "npm", say })).rejects.toThrow(
      "source: tag is not published.",
    );
    for (const only of ["source", "npm", "mirrors", "page"] as const)
      await release(steps(names, there), { ...quick, only, say });
    expect(there).toEqual(names);
  });

  test("of one group does not ask those who want a token of their own", async () => {
    const there: string[] = ["source: tag"];
    const all = steps(["source: tag", "marketplace: x", "mirrors: y", "page: page"], there);
    const silent = all.with(1, { ...all[1]!, isPublished: () => Promise.reject(new Error("no token")) });
    await release(silent, { ...quick, only: "mirrors", say });
    expect(there).toEqual(["source: tag", "mirrors: y"]);
    await expect(release(silent, { ...quick, only: "marketplace", say })).rejects.toThrow("no token");
  });

  test("accepts a step whose answer was lost, if the target shows it", async () => {
    const there: string[] = [];
    const lost = steps(names, there).map((step) => ({
      ...step,
      publish: async () => {
        await step.publish();
        throw new Error("The connection broke.");
      },
    }));
    await release(lost, { ...quick, say });
    expect(there).toEqual(names);
  });

  test("fails if the target does not show what was published", async () => {
    const silent = steps(names, []).map((step) => ({ ...step, publish: async () => undefined }));
    await expect(release(silent, { ...quick, say })).rejects.toThrow(
      "source: tag was published, but the target does not show it.",
    );
  });
});
