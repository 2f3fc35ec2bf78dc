import { expect, test } from "vitest";
import { passwordIn } from "./password-in.ts";

test.each([
  { address: "http://me:p%40ss@proxy:3128", wanted: ["p%40ss", "p@ss", "me:p@ss"] },
  { address: "http://m%65:plain@proxy", wanted: ["plain", "plain", "me:plain"] },
  { address: "http://:only@proxy", wanted: ["only", "only", ":only"] },
  { address: "http://u:%zz@proxy", wanted: ["%zz", "%zz", "u:%zz"] },
  { address: "http://me@proxy", wanted: [] },
  { address: "http://proxy:3128", wanted: [] },
  { address: "me:secret@proxy", wanted: [] },
  { address: "", wanted: [] },
])("the password in $address: $wanted", ({ address, wanted }) => expect(passwordIn(address)).toEqual(wanted));
