// The account, the request and the status that several tests use.
import type { TestsetRequest } from "../src/index.ts";
import { success } from "./service.ts";

export const access = { userId: "user", accessKey: "k3y-s3cret" } as const;
export const data: TestsetRequest = { pid: 509, testset_name: "Nightly" };
/** The counts of a testset that is running. */
export const counts = {
  total_test_cnt: 3,
  error_cnt: 1,
  fail_cnt: 1,
  initializing_cnt: 0,
  pass_cnt: 0,
  running_cnt: 1,
  stop_cnt: 0,
};
/** The answer of a status check while the testset is running. */
export const running: ReturnType<typeof success> = success({
  testset_status: "Running",
  testset_status_detail: counts,
  response_time: "Mon",
});
