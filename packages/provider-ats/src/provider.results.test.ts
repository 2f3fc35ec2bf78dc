import { assert, describe, expect, it } from "vitest";
import { account, connect, context, status } from "./provider.fixture.ts";
import { ats } from "./provider.ts";

describe("results that contradict the last status check", () => {
  const cases = (...results: readonly string[]): string =>
    `<ExecutionDetailsPerTestCase>${results.map((result, index) => `<ExecutionDetailsTestCase><Name>${index}</Name><Result>${result}</Result></ExecutionDetailsTestCase>`).join("")}</ExecutionDetailsPerTestCase>`;
  const done = (fields: string): string => status(`<ExecutionStatus>Done</ExecutionStatus>${fields}`);
  const flags = (isCanceled: boolean): string =>
    `<ExecutionFlags><Flags><Canceled>${isCanceled}</Canceled><Warning>false</Warning></Flags></ExecutionFlags>`;
  const canceled = flags(true);
  const green = done(`<ExecutionResult>Passed</ExecutionResult>${flags(false)}${cases("Passed", "Passed")}`);
  it.each([
    { title: "a case", polled: done(cases("Failed", "Passed")) },
    { title: "the reason why it failed to start", polled: done("<ErrorMessage>no hub</ErrorMessage>") },
    { title: "the cancellation", polled: done(canceled) },
  ])("in $title are never a pass, and are kept", async ({ polled }) => {
    const { connection } = connect(polled, green);
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    await expect(connection.results(run, finished, context)).rejects.toMatchObject({
      code: "ats-untrusted-results",
      retry: "never",
      evidence: [{ name: "result.xml", content: expect.stringContaining("Passed") as string }],
    });
  });

  it("are also compared with results that could not be used", async () => {
    const statuses = [done(""), done(`<ExecutionResult/>${cases("Failed", "Passed")}`), green];
    const { connection } = connect(...statuses);
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    await expect(connection.results(run, finished, context)).rejects.toMatchObject({ notYet: true });
    await expect(connection.results(run, finished, context)).rejects.toMatchObject({ code: "ats-untrusted-results" });
  });

  it("may come later if there are none", async () => {
    const { connection } = connect(done(cases("Passed")), done("<ExecutionResult>Passed</ExecutionResult>"));
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    await expect(connection.results(run, finished, context)).rejects.toMatchObject({ notYet: true });
  });
});

describe("results that cannot be read", () => {
  const call = async (results: string): Promise<unknown> => {
    const { connection } = connect(status("<ExecutionStatus>Done</ExecutionStatus>"), results);
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    return connection.results(run, finished, context).catch((error: unknown) => error);
  };

  it("are kept unchanged, and requested again", async () => {
    const odd = status("<ExecutionStatus>Done</ExecutionStatus><AbortReason>x</AbortReason>");
    expect(await call(odd)).toMatchObject({
      code: "ats-unreadable",
      retry: "later",
      evidence: [{ name: "result.xml", content: expect.stringContaining("<AbortReason>x<") as string }],
    });
  });

  it.each([
    { title: "failed", more: "<ExecutionResult>Failed</ExecutionResult><tns:ErrorMessage/>", notPassed: true },
    { title: "was aborted", more: "<ExecutionResult>Passed</ExecutionResult><Aborted>true</Aborted>", notPassed: true },
    {
      title: "passed",
      more: "<ExecutionResult>Passed</ExecutionResult><ErrorMessage/><tns:ErrorMessage/>",
      notPassed: undefined,
    },
  ])("remember, like status checks, that the run $title: $notPassed", async ({ more, notPassed }) => {
    const answer = status(`<ExecutionStatus>Done</ExecutionStatus>${more}`);
    expect(await call(answer)).toMatchObject({ code: "ats-unreadable", notPassed });
    const { connection } = connect(answer);
    const error: unknown = await connection.poll({ ref: "ats:SHOP/J-1" }, context).catch((thrown: unknown) => thrown);
    const evidence = notPassed ? [{ name: "result.xml" }] : undefined;
    expect(error).toMatchObject({ code: "ats-unreadable", notPassed, evidence });
  });

  it("are neither those of the last status check, if no answer came, nor a gateway's page", async () => {
    const bodies = [
      { body: status("<ExecutionStatus>Done</ExecutionStatus>"), type: "text/xml" },
      { body: "<!DOCTYPE html><html>Sign in</html>", type: "text/html" },
    ];
    const fetch = async (): Promise<Response> => {
      const next = bodies.shift();
      if (next === undefined) throw new TypeError("fetch failed");
      const isPage = next.type === "text/html";
      const envelope = `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:tns="http://www.mendix.com/"><e:Body>${next.body}</e:Body></e:Envelope>`;
      return new Response(isPage ? next.body : envelope, { headers: { "content-type": next.type } });
    };
    const connection = ats.connect(account, { fetch, agentFor: () => undefined, maxResponseBytes: 2 ** 26 });
    const run = { ref: "ats:SHOP/J-1" };
    const finished = await connection.poll(run, context);
    assert(finished.status === "finished");
    for (const code of ["ats-unreadable", "ats-transport"]) {
      const error: unknown = await connection.results(run, finished, context).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code, evidence: undefined });
    }
  });
});
