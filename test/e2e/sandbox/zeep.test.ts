import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../stage/peer.ts";
import { type Driven, drive, expectWholeStory } from "../stage/sandbox-soap.ts";

// Debian's own Python: its package python3-zeep is not seen by a Python from elsewhere.
const python = "/usr/bin/python3";

requirePeer("zeep (python3-zeep)", [python, "-c", "import zeep.helpers"])("zeep, given nothing but ?wsdl", () => {
  let sandbox: Sandbox;
  let driven: Driven;
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
