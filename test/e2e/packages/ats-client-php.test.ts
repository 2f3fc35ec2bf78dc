import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type AtsClient, createAtsClient } from "../../../packages/ats-client/src/index.ts";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freePort } from "../stage/free-port.ts";
import { requirePeer } from "../stage/peer.ts";

const probe = ["php", "-r", "exit(class_exists('SoapServer') ? 0 : 1);"] as const;
const account = { apiToken: "t0ken <1>", username: "user", password: "pass & wörd" };

/** Starts PHP's own web server, and waits until it accepts connections. */
async function startPhp(port: number): Promise<ChildProcess> {
  const php = spawn("php", ["-S", `127.0.0.1:${port}`, join(import.meta.dirname, "../stage/ats-service.php")], {
    env: { ...process.env, ATS_WSDL: join(import.meta.dirname, "../../../specs/ats.wsdl") },
    stdio: "ignore",
  });
  for (let attempt = 0; attempt < 100 && php.exitCode === null; attempt += 1) {
    const up = await fetch(`http://127.0.0.1:${port}/?wsdl`).then(
      (response) => response.ok,
      () => false,
    );
    if (up) return php;
    await wait(100);
  }
  throw new Error("php -S did not start");
}

requirePeer("PHP with its soap extension", probe)(
  "the ats-client against PHP's SoapServer made from specs/ats.wsdl",
  () => {
    let php: ChildProcess | undefined;
    let baseUrl: string;
    let ats: AtsClient;

    beforeAll(async () => {
      const port = await freePort();
      php = await startPhp(port);
      baseUrl = `http://127.0.0.1:${port}`;
      ats = createAtsClient({ ...account, baseUrl });
    });
    afterAll(async () => {
      if (!php) return;
      const ended = once(php, "exit");
      php.kill();
      await ended;
    });

    it.each([
      "app",
      " spaces around ",
      "<![CDATA[<AppID>x</AppID>]]>",
      "a\r\nb\tc",
      "“ü” 😀 &amp; ]]>",
      "\u0085\u2028",
    ])("runs a template: %j arrives and returns unchanged", async (AppID) => {
      const run = await ats.runJob({ JobTemplateID: "template", AppID });
      expect(run).toEqual({ Started: true, ErrorMessage: "", JobID: `${AppID}|template` });
    });

    it("requests only the status", async () => {
      expect(await ats.getJobStatus({ AppID: "a", JobID: "two" })).toStrictEqual({
        ExecutionStatus: "Done",
        ExecutionResult: "Failed",
        ErrorMessage: "a|two",
      });
    });

    it("requests everything", async () => {
      const all = {
        IncludeDetailsPerTestCase: true,
        IncludeExecutionResultBreakdown: true,
        IncludeExecutionFlags: true,
      };
      expect(await ats.getJobStatus({ ...all, AppID: "a", JobID: "two" })).toStrictEqual({
        ExecutionStatus: "Done",
        ExecutionResult: "Failed",
        ErrorMessage: "a|two",
        ExecutionFlags: { Canceled: false, Warning: true },
        ExecutionResultBreakdown: { CountPassed: 1, CountNotExecuted: 0, CountFailed: 1 },
        ExecutionDetailsPerTestCase: [
          { Name: "Log in", Result: "Passed", Duration: "00:00:04" },
          { Name: "Pay", Result: "Failed", Duration: "00:01:37", ErrorMessage: '<no> & "button"' },
        ],
      });
    });

    it.each([
      ["one", 1],
      ["none", 0],
    ])("gets a list of %s", async (JobID, count) => {
      const { ExecutionDetailsPerTestCase } = await ats.getJobStatus({
        AppID: "a",
        JobID,
        IncludeDetailsPerTestCase: true,
        IncludeExecutionFlags: false,
      });
      expect(ExecutionDetailsPerTestCase).toHaveLength(count);
    });

    it("reruns what did not pass", async () => {
      expect(await ats.rerunNotPassed({ FinishedJobID: "job", AppID: "a" })).toEqual({
        Started: false,
        ErrorMessage: "a|job",
      });
    });

    it.each([
      ["an unknown job", {}, "unknown", "SOAP-ENV:Server", "There is no such job"],
      ["a wrong token", { apiToken: "other" }, "j", "SOAP-ENV:Client", "Wrong AppAPIToken"],
      ["a wrong password", { password: "other" }, "j", "SOAP-ENV:Client", "Wrong user or password"],
    ])("is refused with a Fault for %s", async (_, other, JobID, faultCode, faultString) => {
      const client = createAtsClient({ ...account, baseUrl, ...other });
      await expect(client.getJobStatus({ AppID: "a", JobID })).rejects.toMatchObject({
        code: "ats-refused",
        httpStatus: 500,
        faultCode,
        faultString,
      });
    });
  },
);
