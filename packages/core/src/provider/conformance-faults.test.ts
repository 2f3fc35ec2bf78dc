import { describe, expect, test } from "vitest";
import { TimedOutError, UsageError } from "../errors.ts";
import { closedAddress, failure, webPage } from "./conformance-faults.ts";

describe("failure", () => {
  test("returns the error of the wanted class", async () => {
    const error = new TimedOutError(1_000);
    await expect(failure(Promise.reject(error), TimedOutError)).resolves.toBe(error);
  });

  test.each([
    { title: "an error of another class", call: () => Promise.reject(new UsageError([])) },
    { title: "a call that succeeds", call: () => Promise.resolve("a handle") },
  ])("refuses $title", async ({ call }) => {
    await expect(failure(call(), TimedOutError)).rejects.toThrow("expected TimedOutError");
  });
});

test("webPage answers every request with a page and status 200, until it is disposed of", async () => {
  let address = "";
  {
    await using page = await webPage();
    address = page.url;
    const answer = await fetch(`${address}/runs/17`, { method: "POST", body: "start" });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, "text/html"]);
    await expect(answer.text()).resolves.toContain("<!doctype html>");
  }
  await expect(fetch(address)).rejects.toThrow("fetch failed");
});

test("nothing listens at closedAddress", async () => {
  await expect(fetch(await closedAddress())).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
});
