import { describe, expect, it } from "vitest";
import { type ServedAnswer, serve, success } from "../test/service.ts";
import { thrown } from "../test/thrown.ts";
import { ApptestHttpError, ApptestWaitError, createApptestClient, type TestsetStatus } from "./index.ts";

const counts = {
  total_test_cnt: 1,
  error_cnt: 0,
  fail_cnt: 0,
  initializing_cnt: 0,
  pass_cnt: 0,
  running_cnt: 1,
  stop_cnt: 0,
};
const at = (testset_status: string): ServedAnswer => ({
  json: success({ testset_status, testset_status_detail: counts }),
});
const maintenance: ServedAnswer = {
  status: 503,
  json: { data: {}, result_code: 8000, result_msg: "System Maintenance", reason: "x" },
};

function client(baseUrl: string): ReturnType<typeof createApptestClient> {
  return createApptestClient({ userId: "user", accessKey: "key", baseUrl });
}

describe.concurrent("waitForTestset", () => {
  it("returns the last status, reports each one, and survives a service that is down for a moment", async () => {
    const answers = [at("Running"), { status: 502, text: "<html>" }, maintenance, at("Complete")];
    await using peer = await serve(() => answers.shift() ?? at("Complete"));
    const statuses: TestsetStatus[] = [];
    const last = await client(peer.url).waitForTestset(7, { onStatus: (status) => statuses.push(status) });
    expect(last.testset_status).toBe("Complete");
    expect(statuses.map(({ testset_status }) => testset_status)).toEqual(["Running", "Complete"]);
    expect(peer.received).toHaveLength(4);
  }, 20_000);

  it("does not take an unknown status, or one in other letters, for the end", async () => {
    await using peer = await serve(() => at("Completed"));
    const error = await thrown(client(peer.url).waitForTestset(7, { timeoutMs: 300 }));
    expect(error).toBeInstanceOf(ApptestWaitError);
    expect(error).toMatchObject({ code: "apptest-wait", failure: "timeout", testsetId: 7 });
    expect((error as ApptestWaitError).lastStatus?.testset_status).toBe("Completed");
    expect((error as ApptestWaitError).message).toBe("The testset 7 was not complete within 0.3 s");
  });

  it("ends at once if the credentials are wrong, and if the number is not one", async () => {
    await using peer = await serve(() => ({ status: 401, text: "Unauthorized" }));
    expect(await thrown(client(peer.url).waitForTestset(7))).toBeInstanceOf(ApptestHttpError);
    expect(peer.received).toHaveLength(1);
    expect(await thrown(client(peer.url).waitForTestset(-1))).toMatchObject({ code: "apptest-input" });
    expect(peer.received).toHaveLength(1);
  });

  it("ends with the signal's reason", async () => {
    await using peer = await serve(() => at("Running"));
    const reason = new Error("enough");
    const error = await thrown(client(peer.url).waitForTestset(7, { signal: AbortSignal.abort(reason) }));
    expect(error).toBe(reason);
  });
});
