import fc from "fast-check";

// A change that a property notices is noticed: a small example of it would only take time.
fc.configureGlobal({ endOnFailure: true });

// Its expressions are made once, so only the first test would count as a test of them. Made here, they count for all tests.
if (process.env["MUTATED_FILE"] === "packages/http/src/between.ts") {
  const { replaceThrough } = await import("./packages/http/src/between.ts");
  replaceThrough("\u0000", () => [], "");
}
