import { limits, type TestsetRequest } from "@remotest/apptest-client";
import type { ApptestStart } from "./inputs.ts";

/** Makes the `data` of a start. The name is cut to the longest that the service accepts; missing options are left out. */
export function testsetRequest(options: ApptestStart, name: string): TestsetRequest {
  const { timeLimit, useVo, callback, osType, scenarioId, sourceType, loginId, loginPw } = options;
  return {
    pid: options.projectId,
    testset_name: cut(name, limits.testset_name.maxLength),
    ...(timeLimit === undefined ? {} : { time_limit: timeLimit }),
    ...(useVo === undefined ? {} : { use_vo: useVo }),
    ...(callback === undefined ? {} : { callback }),
    ...(loginId === undefined || loginPw === undefined
      ? {}
      : { credentials: { login_id: loginId, login_pw: loginPw } }),
    // The table of inputs allows only the spec's own choices.
    ...(osType === undefined ? {} : { os_type: osType as NonNullable<TestsetRequest["os_type"]> }),
    ...(scenarioId === undefined ? {} : { scenario_id: scenarioId }),
    ...(sourceType === undefined ? {} : { source_type: sourceType as NonNullable<TestsetRequest["source_type"]> }),
  };
}

function cut(text: string, characters: number): string {
  const all = [...text];
  return all.length > characters ? `${all.slice(0, characters - 1).join("")}…` : text;
}
