import { inspect } from "node:util";
import { expect, test } from "vitest";
import { unseen } from "./unseen.ts";

test("an unseen object shows as its name, however deep it is nested, and is used as before", () => {
  const options = unseen({ key: "s3cret" }, "[options]");
  expect(options.key).toBe("s3cret");
  expect(Object.keys(options)).toEqual(["key"]);
  expect({ ...options }).toEqual({ key: "s3cret" });
  const shown = inspect({ deep: [new Map([["x", { options }]])] }, { depth: Infinity, showHidden: true });
  expect(shown).toContain("[options]");
  expect(shown).not.toContain("s3cret");
  expect(inspect(unseen(options, "[the same]"))).toBe("[the same]");
});
