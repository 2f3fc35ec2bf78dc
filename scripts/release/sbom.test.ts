import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { describe, expect, test } from "vitest";
import { billOf } from "../bundle/bill-of-materials.mts";

const whole = { name: "@remotest/shop", version: "1.2.3", license: "Apache-2.0" };
const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

describe("a bill of materials", () => {
  const parts = [
    { name: "zebra", version: "2.0.0", license: "(MIT OR Apache-2.0)" },
    { name: "@scope/ant", version: "1.0.0-rc.1", license: { type: "MIT" } },
    { name: "zebra", version: "2.0.0", license: "(MIT OR Apache-2.0)" },
  ];

  test("lists the product and each part once: name, version, licence and package URL, in order", () => {
    expect(billOf(whole, parts, "complete")).toMatchObject({
      bomFormat: "CycloneDX",
      specVersion: "1.6",
      metadata: {
        component: {
          purl: "pkg:npm/%40remotest/shop@1.2.3",
          licenses: [{ license: { id: "Apache-2.0" } }],
        },
      },
      components: [
        {
          name: "@scope/ant",
          version: "1.0.0-rc.1",
          purl: "pkg:npm/%40scope/ant@1.0.0-rc.1",
          licenses: [{ license: { id: "MIT" } }],
        },
        {
          name: "zebra",
          version: "2.0.0",
          purl: "pkg:npm/zebra@2.0.0",
          licenses: [{ expression: "(MIT OR Apache-2.0)" }],
        },
      ],
      dependencies: [
        {
          ref: "pkg:npm/%40remotest/shop@1.2.3",
          dependsOn: ["pkg:npm/%40scope/ant@1.0.0-rc.1", "pkg:npm/zebra@2.0.0"],
        },
        { ref: "pkg:npm/%40scope/ant@1.0.0-rc.1" },
        { ref: "pkg:npm/zebra@2.0.0" },
      ],
      compositions: [{ aggregate: "complete" }],
    });
  });

  test("is the same for the same parts, and says if they may differ", () => {
    expect(billOf(whole, parts.toReversed(), "complete")).toEqual(billOf(whole, parts, "complete"));
    expect(billOf(whole, [], "incomplete")).toMatchObject({ compositions: [{ aggregate: "incomplete" }] });
  });

  test("is CycloneDX 1.6 for an independent validator", async () => {
    expect(await validator.validate(JSON.stringify(billOf(whole, parts, "complete")))).toBeNull();
    const { licenses: _, ...without } = billOf(whole, parts, "complete").metadata.component;
    const wrong = { ...billOf(whole, parts, "complete"), metadata: { component: { ...without, licence: "MIT" } } };
    expect(await validator.validate(JSON.stringify(wrong))).not.toBeNull();
  });

  test.for([
    { name: "ant", version: "1.0.0" },
    { name: "ant", license: "MIT" },
    { version: "1.0.0", license: "MIT" },
  ])("is refused for %o: someone must check it", (part) => {
    expect(() => billOf(whole, [part], "complete")).toThrow("does not name its licence");
  });
});
