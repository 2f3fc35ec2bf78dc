import { expect, test } from "vitest";
import { lookFor } from "./look-for.ts";

test.for([
  ["k7x2m9", "for a run whose name begins with [k7x2m9]"],
  [null, "whether the run is there"],
  [undefined, "whether the run is there"],
  ["", "whether the run is there"],
] as const)("with the token %j, check at the service %s", ([token, wanted]) => expect(lookFor(token)).toBe(wanted));
