import { redactor } from "@remotest/http";
import { describe, expect, test } from "vitest";
import { readBuildIds, readStarted } from "./answers.ts";

const redact = redactor(["k3y-of-me"]);
const answer = (status: number, text: string) => ({ status, retryAfterS: undefined, text });
const id = "d1cd8ab2e5ee4ec4b4c4a0a5a1b1e1f1a2b3c4d5";

describe("the answer to a start", () => {
  test.each([
    [200, { message: "Success", build_id: id }],
    [200, { build_id: ` ${id}\n` }],
    [503, { build_id: id }],
    [422, { error: { message: "too late" }, build_id: id }],
  ])("%i %j has the id of a build, which is never dropped", (status, body) =>
    expect(readStarted(answer(status, JSON.stringify(body)), redact)).toBe(id),
  );

  test.each([
    [200, ""],
    [200, "<html>Sign in</html>"],
    [200, `{"message":"Success","build_id":"${id}`],
    [200, `{"build_id":"${id}","build_id":"another"}`],
    [200, '{"message":"Success"}'],
    [422, '{"message":"Success, it is queued"}'],
    [422, '{"build_id": 17}'],
    [422, '{"build_id": "a/../b"}'],
    [422, '{"buildId": "17"}'],
  ])("%i %s may have started a build", (status, text) =>
    expect(() => readStarted(answer(status, text), redact)).toThrow(
      expect.objectContaining({ code: "browserstack-unreadable" }),
    ),
  );

  test.each([
    [422, '{"message":"[BROWSERSTACK_INVALID_APP_CAP] no","build_id":null}'],
    [422, '{"message":"no", "build_id": null}'],
    [422, '{"message":"no", "build_id" : "" }'],
    [422, '{"message":"no", "build_id": { } }'],
    [401, '{"message":"Unauthorized k3y-of-me"}'],
  ])("%i %s is a refusal", (status, text) =>
    expect(() => readStarted(answer(status, text), redact)).toThrow(
      expect.objectContaining({ failure: "refused", httpStatus: status, message: expect.not.stringContaining("k3y") }),
    ),
  );
});

describe("a list of builds", () => {
  const list = (...ids: readonly string[]): string => JSON.stringify(ids.map((each) => ({ id: each })));
  test.each([
    ["[]", []],
    [list("a", "b"), ["a", "b"]],
    [list("a", "b", "a"), ["a", "b"]],
    ['{"builds":[{"build_id":"a"}]}', ["a"]],
  ])("%s", (text, wanted) => expect(readBuildIds(answer(200, text), redact)).toEqual(wanted));

  test.each([
    ["{}"],
    ["null"],
    ['{"builds":{}}'],
    ['[{"id":"../../x"}]'],
    ["[1]"],
    [list("a").slice(0, -1)],
    [list(...Array.from({ length: 101 }, (_, index) => `b${index}`))],
  ])("%s cannot be read", (text) =>
    expect(() => readBuildIds(answer(200, text), redact)).toThrow(
      expect.objectContaining({ code: "browserstack-unreadable" }),
    ),
  );
});
