import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../stage/peer.ts";
import { type DriveResult, drive, expectWholeStory } from "../stage/sandbox-soap.ts";

// Debian's own Python: another Python would not find Debian's package python3-zeep.
const python = "/usr/bin/python3";

requirePeer("zeep (python3-zeep)", [python, "-c", "import zeep.helpers"])("zeep, with only ?wsdl", () => {
  let sandbox: Sandbox;
  let driven: DriveResult;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 100 });
    driven = await drive(python, "drive-sandbox.py", sandbox.url);
  });
  afterAll(() => sandbox.close());

  it("runs a template, waits, reruns what did not pass and understands a fault, by the schema", () => {
    expectWholeStory(driven, null);
    expect(sandbox.starts()).toBe(2);
  });
});
