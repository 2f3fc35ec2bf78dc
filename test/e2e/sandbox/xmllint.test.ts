import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import {
  AtsClient,
  envelope,
  getTestRun,
  rerunNotPassed,
  runJob,
} from "../../../packages/sandbox/src/ats/messages.fixture.ts";
import { type Sandbox, startSandboxWithClock } from "../../../packages/sandbox/src/start-sandbox.ts";
import { schemaOf } from "../../../scripts/generate/wsdl.ts";
import { requirePeer } from "../stage/peer.ts";

requirePeer("xmllint (libxml2-utils)", ["xmllint", "--version"])("xmllint, given the schema of the WSDL", () => {
  let sandbox: Sandbox;
  let client: AtsClient;
  let folder: string;
  let time = 0;

  beforeAll(async () => {
    sandbox = await startSandboxWithClock(() => time, { port: 0 });
    client = new AtsClient(sandbox.url);
    folder = await mkdtemp(join(tmpdir(), "remotest-xmllint-"));
    const wsdl = await readFile(join(import.meta.dirname, "../../../specs/ats.wsdl"), "utf8");
    await writeFile(join(folder, "ats.xsd"), schemaOf(wsdl));
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  /** Validates the content of an envelope's body; rejects with the output of xmllint. */
  const validate = async (text: string): Promise<void> => {
    // The prefix is declared on the envelope, which is not passed to xmllint.
    const payload = /<soap:Body>([\s\S]*)<\/soap:Body>/
      .exec(text)?.[1]
      ?.replace(/^<tns:\w+/, '$& xmlns:tns="http://www.mendix.com/"');
    expect(payload, text).toBeDefined();
    await writeFile(join(folder, "body.xml"), payload ?? "");
    await promisify(execFile)("xmllint", ["--noout", "--nonet", "--schema", "ats.xsd", "body.xml"], { cwd: folder });
  };

  const everything = {
    IncludeExecutionFlags: "true",
    IncludeExecutionResultBreakdown: "true",
    IncludeDetailsPerTestCase: "true",
  };

  it("finds each answer valid, in each state of the job", async () => {
    await validate((await client.post("RunJob", envelope(runJob("error")))).text);
    const { text } = await client.post("RunJob", envelope(runJob("fail")));
    await validate(text);
    const job = /<JobID><!\[CDATA\[(.*)\]\]><\/JobID>/.exec(text)?.[1] ?? "";
    for (const state of ["Queued", "Running", "Done"]) {
      for (const asked of [{}, everything]) {
        const status = await client.post("GetJobStatus", envelope(getTestRun(job, asked)));
        expect(status.text).toContain(`<![CDATA[${state}]]>`);
        await validate(status.text);
      }
      time += 10_000;
    }
    const rerun = await client.post("RerunNotPassed", envelope(rerunNotPassed(job)));
    expect(rerun.text).toContain("<Started>true</Started>");
    await validate(rerun.text);
  });

  it("would find two elements in the wrong order", async () => {
    const { text } = await client.post("RunJob", envelope(runJob("pass")));
    const swapped = text.replace(/(<Started>.*<\/Started>)(<ErrorMessage>.*<\/ErrorMessage>)/, "$2$1");
    await expect(validate(swapped)).rejects.toThrow("ErrorMessage");
  });
});
