import { expect, test } from "vitest";
import { handleOf } from "./reference.ts";

const shop = {
  name: "shop",
  parseReference: (rest: string) => (/^\d+$/.test(rest) ? { ref: `shop:${rest}` } : undefined),
};

test.for([
  { given: "shop:7", wanted: { ref: "shop:7" } },
  { given: "shop:seven", wanted: undefined },
  { given: "shop:", wanted: undefined },
  { given: "shop", wanted: undefined },
  { given: "7", wanted: undefined },
  { given: "ats:7", wanted: undefined },
  { given: "shops:7", wanted: undefined },
  { given: " shop:7", wanted: undefined },
])("the reference $given in run.json is the handle $wanted", ({ given, wanted }) =>
  expect(handleOf(shop, given)).toEqual(wanted),
);

test("a colon after the first is the provider's", () => {
  const handle = { ref: "shop:eu:7", url: "https://shop.example/7" };
  expect(handleOf({ name: "shop", parseReference: (rest) => (rest === "eu:7" ? handle : undefined) }, handle.ref)).toBe(
    handle,
  );
});
