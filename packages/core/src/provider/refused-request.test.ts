import { expect, test } from "vitest";
import { refusesRequest } from "./refused-request.ts";

test.each([400, 401, 403, 404, 413, 415, 422, 429, 451, 498])("%i refuses the request", (status) => {
  expect(refusesRequest(status)).toBe(true);
});

test.each([200, 204, 302, 399, 408, 409, 499, 500, 503, 599, 0])(
  "after %i the request may have been carried out",
  (status) => {
    expect(refusesRequest(status)).toBe(false);
  },
);
