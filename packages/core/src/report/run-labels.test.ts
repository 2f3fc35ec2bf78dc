import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type LabelledRun, runLabels } from "./run-labels.ts";

const subject = "Fix login";
const template = (distinction: string, label?: string): LabelledRun => ({ name: subject, distinction, label });
const attached = (ref: string, name: string = ref): LabelledRun => ({ name, handle: { ref } });

describe("the labels of runs", () => {
  const [a, b] = ["6ba7b810-9dad-11d1-80b4-00c04fd430c8", "7c9e6679-7425-40de-944b-e07fc1f90ae7"];
  it.each<[string, readonly LabelledRun[], readonly string[]]>([
    ["are what the user gave", [template(a, "checkout"), template(b, "search")], ["checkout", "search"]],
    ["are otherwise the first 8 characters of the template", [template(a), template(b)], ["6ba7b810", "7c9e6679"]],
    [
      "never are the commit's subject, which is the same for all",
      [template("pass"), template("fail")],
      ["pass", "fail"],
    ],
    [
      "are longer where two begin alike",
      [template("nightly-pay"), template("nightly-find")],
      ["nightly-p", "nightly-f"],
    ],
    [
      "are whole where one is the beginning of another",
      [template("nightly-"), template("nightly-2")],
      ["nightly-", "nightly-2"],
    ],
    ["are numbered if a template runs twice", [template("pass"), template("pass")], ["pass", "pass (2)"]],
    ["leave to the user what the user took", [template("pass"), template("fail", "pass")], ["pass (2)", "pass"]],
    [
      "of attached runs are the last part of the reference",
      [attached("apptest:251929"), attached("ats:app/j-1")],
      ["251929", "j-1"],
    ],
    [
      "of merged shards are names if these differ",
      [attached("apptest:1", "Phones"), attached("apptest:2", "Tablets")],
      ["Phones", "Tablets"],
    ],
    [
      "of merged shards are references if names are the same",
      [attached("apptest:1", "N"), attached("apptest:2", "N")],
      ["1", "2"],
    ],
    ["count where nothing is known", [{ name: "" }, { name: "" }], ["run 1", "run 2"]],
    ["never cut through a character", [template("12345678😀"), template("12345678🙈")], ["12345678😀", "12345678🙈"]],
  ])("%s", (_, runs, wanted) => {
    expect(runLabels(runs)).toEqual(wanted);
  });

  it("are never the same, whatever the templates are, and do not depend on the order", () => {
    const ids = fc.uniqueArray(fc.string({ unit: fc.constantFrom("a", "b", "-", "😀"), minLength: 1 }), {
      maxLength: 30,
    });
    fc.assert(
      fc.property(ids, (ids) => {
        const labels = runLabels(ids.map((id) => template(id)));
        expect(new Set(labels).size).toBe(ids.length);
        expect(runLabels(ids.toReversed().map((id) => template(id))).toReversed()).toEqual(labels);
        ids.forEach((id, index) => expect(id.startsWith(labels[index] ?? "?")).toBe(true));
      }),
    );
  });
});
