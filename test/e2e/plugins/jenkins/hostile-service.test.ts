import { existsSync } from "node:fs";
import { readFile, rm, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { layOutMirrors } from "../../../../scripts/release/lay-out-mirrors.ts";
import { hostileServices } from "../../stage/hostile-service.ts";
import { lastMessage, startAgent, step, stepsOf } from "./build.ts";
import { requireJenkinsEngine } from "./engine.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";

/** A console note, which Jenkins interprets in a log, and texts that would add a line to the outputs or end a shell's word. */
const note = "\u001B[8mha:////4AAAAEVJTEVWSUwAAAA=\u001B[0m";
const hostile = [
  `${note}evil`,
  `\r\n${note.repeat(2)}\r`,
  "\u009B8mha:evil",
  "\nREMOTEST_OUTCOME=passed\nREMOTEST_EVIL=1\r\nREMOTEST_RUN_REF=evil\n",
  '\'; touch evil; \' $(touch evil) ${env.EVIL} """',
  "]]></system-out><evil/>\u001B]0;evil\u0007",
];
const schema = join(import.meta.dirname, "../../../../packages/reporters/src/fixtures/junit.xsd");
const call = {
  ats: "provider: 'ats', appId: 'SHOP-1', templateId: 'x', credentials: [ATS_API_TOKEN: 'key']",
  apptest: "provider: 'apptest', projectId: 1, appFile: 'shop.apk', credentials: [APPTEST_ACCESS_KEY: 'key']",
};

requireJenkinsEngine()("a hostile service in a Jenkins build", () => {
  let registry: OnePackageRegistry;
  let library: string;
  beforeAll(async () => {
    registry = await serveCommand();
    library = await mkdtemp(join(tmpdir(), "remotest-library-"));
    await layOutMirrors(library, ["jenkins-library"]);
  });
  afterAll(async () => {
    await registry[Symbol.asyncDispose]();
    await rm(library, { recursive: true, force: true });
  });

  test.for(hostileServices)("$title: creates no note in the log and no output", async ({ title, service, start }) => {
    await using peer = await start(hostile);
    await using agent = await startAgent();
    await writeFile(join(agent.workspace, "shop.apk"), "PK\u0003\u0004 an app");
    const build = await agent.build({
      jenkinsfile: `${step(call[service])}\necho groovy.json.JsonOutput.toJson(tests)`,
      library: join(library, "jenkins-library"),
      credentials: { key: "demo:demo" },
      env: { ...registry.env, APPTEST_BASE_URL: peer.url, ATS_BASE_URL: peer.url, REMOTEST_POLL_INTERVAL: "100ms" },
    });
    expect(build.log).toContain("evil");
    expect(build.log).not.toMatch(/[^\P{Cc}\n\t]/u);
    expect(existsSync(join(agent.workspace, "evil"))).toBe(false);
    const junit = await readFile(join(agent.workspace, "remotest-report/junit.xml"), "utf8");
    const xsd = await readFile(schema, "utf8");
    expect(await validateXML({ xml: { fileName: "junit.xml", contents: junit }, schema: xsd })).toMatchObject({
      errors: [],
    });
    expect(stepsOf(build, "junit")).toMatchObject([{ found: true }]);
    if (title.startsWith("a reason")) {
      expect(lastMessage(build)).toBe("Remotest: apptest:77 provider-error (exit code 3)");
      return;
    }
    expect(build, build.log).toMatchObject({ result: "UNSTABLE" });
    expect(JSON.parse(lastMessage(build))).toEqual({
      runRef: expect.stringMatching(service === "ats" ? /^ats:SHOP-1\/J-1[\w%.~-]+$/ : /^apptest:77$/) as string,
      outcome: "failed",
      total: `${hostile.length}`,
      passed: "0",
      failed: `${hostile.length}`,
      errors: "0",
      skipped: "0",
      reportDir: expect.stringMatching(/\/remotest-report$/) as string,
    });
  });
});
