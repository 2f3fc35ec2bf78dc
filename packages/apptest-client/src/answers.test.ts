import { describe, expect, test } from "vitest";
import { randomFile } from "../test/app-file.ts";
import { serve, success } from "../test/service.ts";
import { access, counts, data, running } from "../test/testset.ts";
import { createApptestClient } from "./index.ts";

describe("the answer to a start", () => {
  test.each([
    ["numbers as text", { test_count: "3", testset_id: "251929" }, { testsetId: 251929, testCount: 3 }],
    [
      "an id as text that a number cannot represent",
      { testset_id: " 9007199254740993 ", test_count: 1 },
      { testsetId: "9007199254740993", testCount: 1 },
    ],
    [
      "an id and a report of a failure",
      { testset_id: 251929, test_count: 1, aborted: true, error: "x" },
      { testsetId: 251929, testCount: 1 },
    ],
    ["no count", { testset_id: 251929 }, { testsetId: 251929, testCount: 0 }],
  ])("is read with %s", async (_, answer, wanted) => {
    await using app = await randomFile("app.APK", 10);
    await using peer = await serve(() => ({ json: { ...success(answer), result_code: "0", result_msg: 0 } }));
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    expect(await client.runTestset({ appFile: app.path, data })).toEqual(wanted);
  });

  test.each([
    { given: '"testset_id" : 9007199254740993', wanted: "9007199254740993" },
    { given: '"testset_id":123456789012345678901234567890', wanted: "123456789012345678901234567890" },
    { given: '"note":"\\"testset_id\\":9007199254740995","testset_id":9007199254740993', wanted: undefined },
    { given: '"testset_id":9007199254740993.0', wanted: undefined },
    { given: '"testset_id":1e30', wanted: undefined },
    { given: '"testset_id":-9007199254740993', wanted: undefined },
    { given: '"testset\\u005fid":9007199254740993', wanted: undefined },
  ])("an id above 2^53 is read digit for digit, or not at all: $given", async ({ given, wanted }) => {
    await using app = await randomFile("app.apk", 10);
    await using peer = await serve(() => ({ text: `{"result_code":0,"data":{${given}}}` }));
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    const run = client.runTestset({ appFile: app.path, data });
    if (wanted === undefined) await expect(run).rejects.toMatchObject({ code: "apptest-unreadable" });
    else await expect(run).resolves.toMatchObject({ testsetId: wanted });
  });

  test("an id as text goes into the address as it is", async () => {
    await using peer = await serve(() => ({ json: running }));
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    await client.getTestset("9007199254740993");
    expect(peer.received[0]?.path).toBe("/openapi/v2/testset/9007199254740993");
    for (const id of ["", "0", "01", "1/result", "x"])
      await expect(client.getTestset(id)).rejects.toMatchObject({ code: "apptest-input" });
  });

  test.each([{}, { testset_id: 0 }, { testset_id: "x" }, { testset_id: null }, { testset_id: 1.5 }])(
    "is unreadable with the data %j",
    async (answer) => {
      await using app = await randomFile("app.apk", 10);
      await using peer = await serve(() => ({ json: success(answer) }));
      const client = createApptestClient({ ...access, baseUrl: peer.url });
      await expect(client.runTestset({ appFile: app.path, data })).rejects.toMatchObject({
        code: "apptest-unreadable",
      });
    },
  );

  test("a status is returned as it is written, known or not", async () => {
    await using peer = await serve(() => ({
      json: success({ testset_status: "PAUSED", testset_status_detail: counts }),
    }));
    const status = await createApptestClient({ ...access, baseUrl: peer.url }).getTestset(1);
    expect(status).toEqual({ testset_status: "PAUSED", testset_status_detail: counts });
  });

  test.each([{ aborted_cnt: 0 }, { aborted_cnt: "0", warning_cnt: null }, { queue_length: 7 }, { retry_cnt: 2 }])(
    "a status with %j, which is not documented, is read",
    async (more) => {
      await using peer = await serve(() => ({
        json: success({ testset_status: "Running", testset_status_detail: { ...counts, ...more } }),
      }));
      const status = await createApptestClient({ ...access, baseUrl: peer.url }).getTestset(1);
      expect(status.testset_status_detail).toEqual(counts);
    },
  );

  test.each([
    [
      "an unknown count reports what did not pass",
      { testset_status: "Running", testset_status_detail: { ...counts, aborted_cnt: 1 } },
    ],
    ...["timedout_cnt", "lost_cnt", "interrupted_cnt", "other_cnt", "CountOdd_cnt"].map((name): [string, object] => [
      `${name} is not known, and not none`,
      { testset_status: "Complete", testset_status_detail: { ...counts, [name]: "1" } },
    ]),
    ...[{ testset_result: "FAIL" }, { aborted: true }, { error: "x" }, { note: "it was cancelled" }].map(
      (more): [string, object] => [
        `it also says ${JSON.stringify(more)}`,
        { testset_status: "Complete", testset_status_detail: counts, ...more },
      ],
    ),
    ["a count is missing", { testset_status: "Running", testset_status_detail: { ...counts, fail_cnt: undefined } }],
    ["a count is negative", { testset_status: "Running", testset_status_detail: { ...counts, fail_cnt: -1 } }],
    ["a count is a word", { testset_status: "Running", testset_status_detail: { ...counts, fail_cnt: "many" } }],
    ["there are no counts", { testset_status: "Running" }],
    ["the status is not text", { testset_status: 1, testset_status_detail: counts }],
    ["the status is empty", { testset_status: " ", testset_status_detail: counts }],
  ])("a status is unreadable if %s", async (_, state) => {
    await using peer = await serve(() => ({ json: success(state) }));
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    await expect(client.getTestset(1)).rejects.toMatchObject({ code: "apptest-unreadable" });
  });

  test("missing results are empty", async () => {
    await using peer = await serve(() => ({
      json: success({ complete: false, result_xml: null, result_html: false }),
    }));
    expect(await createApptestClient({ ...access, baseUrl: peer.url }).getTestsetResult(1)).toEqual({
      complete: false,
      result_xml: "",
      result_html: "",
      result_json: "",
    });
  });

  test.each([
    { complete: "true", result_xml: "" },
    { result_xml: "" },
    { complete: true, result_xml: true },
    { complete: true, result_json: {} },
    { complete: true, result: "failed" },
    { complete: true, error: "3 devices were lost" },
    { complete: true, finished: false },
  ])("results as %j are unreadable", async (answer) => {
    await using peer = await serve(() => ({ json: success(answer) }));
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    await expect(client.getTestsetResult(1)).rejects.toMatchObject({ code: "apptest-unreadable" });
  });
});
