import { expect, test } from "vitest";
import { passwordIn } from "./password-in.ts";

test.each([
  { address: "http://me:p%40ss@proxy:3128", wanted: ["p%40ss", "p@ss", "me:p@ss"] },
  { address: "http://m%65:plain@proxy", wanted: ["plain", "me:plain"] },
  { address: "http://:only@proxy", wanted: ["only", ":only"] },
  { address: "http://u:%zz@proxy", wanted: ["%zz", "u:%zz"] },
  { address: "http://me@proxy", wanted: [] },
  { address: "http://t0ken-of-the-proxy@proxy", wanted: ["t0ken-of-the-proxy", "t0ken-of-the-proxy:"] },
  { address: "t0ken%2Dof:@proxy:3128", wanted: ["t0ken%2Dof", "t0ken-of", "t0ken-of:"] },
  { address: "http://proxy:3128", wanted: [] },
  { address: "me:secret@proxy", wanted: ["secret", "me:secret"] },
  { address: "me:s^cr t@proxy:3128", wanted: ["s%5Ecr%20t", "s^cr t", "me:s^cr t"] },
  { address: "me:s3c/ret@proxy:3128", wanted: ["s3c/ret"] },
  { address: "me:12/s3cret@proxy:3128", wanted: ["12/s3cret"] },
  { address: "http://me:12#s3cret@proxy:3128", wanted: ["12#s3cret"] },
  { address: "me:a://b@proxy:3128", wanted: ["a://b"] },
  { address: "", wanted: [] },
])("the password in $address: $wanted", ({ address, wanted }) => expect(passwordIn(address)).toEqual(wanted));
