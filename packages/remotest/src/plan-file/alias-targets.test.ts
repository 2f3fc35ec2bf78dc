import { expect, test } from "vitest";
import { parseDocument } from "./parse-document.ts";

test.for([
  { given: "an anchor before it", text: "a: &x 1\nb: *x", wanted: "1" },
  { given: "the last of two anchors with its name", text: "a: [&x 1, &x 2]\nb: *x", wanted: "2" },
  { given: "not one that comes later", text: "c: &x 1\nb: *x\na: &x 2", wanted: "1" },
])("an alias stands for $given", async ({ text, wanted }) => {
  const { root } = await parseDocument(text, "remotest.yaml");
  expect(root?.kind === "map" && root.entries.get("b")?.value).toMatchObject({ text: wanted });
});

test.for([
  { given: "itself", text: "a: &x [*x]", wanted: "remotest.yaml:1:8: The alias *x contains itself." },
  { given: "nothing", text: "a: *x", wanted: "remotest.yaml:1:4: There is no anchor &x before this alias." },
])("an alias that stands for $given is a mistake", async ({ text, wanted }) => {
  const { mistakes } = await parseDocument(text, "remotest.yaml");
  expect(mistakes.problems.map(({ message }) => message)).toContain(wanted);
});

test("tens of thousands of aliases are read in a moment", { timeout: 10_000 }, async () => {
  const aliases = Array.from({ length: 40_000 }, () => "*x");
  const { mistakes } = await parseDocument(`a: &x 1\nb: [${aliases.join(",")}]`, "remotest.yaml");
  expect(mistakes.problems).toEqual([]);
});
