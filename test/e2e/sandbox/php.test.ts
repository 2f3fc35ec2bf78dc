import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../stage/peer.ts";
import { drive, expectWholeStory } from "../stage/sandbox-soap.ts";

const describeWithPhp = requirePeer("PHP with SoapClient", ["php", "-r", "exit(class_exists('SoapClient') ? 0 : 1);"]);

describeWithPhp("PHP SoapClient, with only ?wsdl", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 100 });
  });
  afterAll(() => sandbox.close());

  it("runs a template, waits, reruns what did not pass and understands a fault", async () => {
    expectWholeStory(await drive("php", "drive-sandbox.php", sandbox.url), "");
    const [first, second, ...more] = sandbox.journal.filter((event) => event.kind === "start");
    expect(more).toEqual([]);
    expect(first).toMatchObject({ service: "ats", name: "flaky checkout" });
    expect(second).toMatchObject({ service: "ats", name: "flaky checkout", rerunOf: first?.id });
  });
});
