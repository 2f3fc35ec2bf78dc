import { expect } from "vitest";
import type { Responder } from "./fake-service.ts";
import { openWorkspace, runArgs, type Service } from "./workspace.ts";

/** Answers that must not lead to a pass. */
export interface UntrustedAnswers {
  readonly title: string;
  readonly status?: Responder;
  readonly result?: Responder;
  readonly code: 1 | 3 | 4;
  readonly says: RegExp;
}

/** Runs the command as leniently as possible, and checks that it does not pass. */
export async function expectNoPass(url: string, service: Service, { code, says }: UntrustedAnswers): Promise<void> {
  await using space = await openWorkspace(url);
  // Neither the gate's forgiveness nor a retry makes it a pass.
  const lenient = ["--fail-on", "never", "--max-failures", "100%", "--timeout", "3s", "--json"];
  const ended = await space.remotest(runArgs(service, "any", ...lenient));
  // Results that cannot be trusted are requested again, until the timeout or the limit of retries: neither is a pass.
  expect(code === 4 ? [3, 4] : [code], ended.stderr).toContain(ended.code);
  expect(ended.stderr).toMatch(says);
  expect(JSON.parse(ended.stdout)).not.toMatchObject({ verdict: "passed" });
  expect(await space.report("junit.xml")).toMatch(/<error|<failure/);
}
