import type { components } from "./generated/openapi.ts";

type Schemas = components["schemas"];

/**
 * The status of a testset, by wire name. specs/apptest.openapi.yaml, getTestset.
 *
 * `testset_status` is as the service wrote it. The page documents `Complete` and `Running`; do not trust any other value.
 * Never infer completion from the counts: the page's own example is `Complete` with `running_cnt` 1.
 */
export type TestsetStatus = Omit<Schemas["TestsetStatus"], "testset_status"> & {
  testset_status: Schemas["TestsetStatus"]["testset_status"] | (string & {});
};
