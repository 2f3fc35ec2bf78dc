import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ComponentProject, releaseComponent, userProject } from "./pipeline.ts";
import { hostileServices } from "../../stage/hostile-service.ts";
import { type OnePackageRegistry, serveCommand } from "../../stage/one-package-registry.ts";
import { requirePeer } from "../../stage/peer.ts";

/** Texts that GitLab or a terminal interprets in a log, that add a line to a dotenv report, or attach a file in JUnit. */
const hostile = [
  "\u001B[0Ksection_start:1700000000:evil[collapsed=true]\r\u001B[0Kevil",
  "\nsection_end:1700000000:evil\r\u001B[0K",
  "\nREMOTEST_OUTCOME=passed\nEVIL=1\r\nREMOTEST_RUN_REF=evil\n",
  "\u001B]8;;https://evil.example\u0007evil\u001B[2J\u001B[8m",
  "$(touch evil) `touch evil` ${CI_JOB_TOKEN}",
  "[[ATTACHMENT|/etc/passwd]]",
];
/** Writes the received variables to a file, because a log may change them. */
const nextJob = "\nnext-job:\n  stage: report\n  when: always\n  script:\n    - env -0 > told\n";

requirePeer("rsync", ["rsync", "--version"])("a hostile service in a GitLab pipeline", () => {
  let registry: OnePackageRegistry;
  let component: ComponentProject;
  beforeAll(async () => {
    registry = await serveCommand();
    component = await releaseComponent("1.0.0");
  });
  afterAll(async () => {
    await component[Symbol.asyncDispose]();
    await registry[Symbol.asyncDispose]();
  });

  test.for(hostileServices)(
    "$title: creates no section of the log and no output",
    async ({ title, service, start }) => {
      await using peer = await start(hostile);
      const example = readFileSync(join(import.meta.dirname, `../../../../docs/ci/gitlab-${service}.yml`), "utf8");
      await using shop = await userProject(example + nextJob, { ...component.env, ...registry.env });
      const { log } = await shop.pipeline({
        APPTEST_BASE_URL: peer.url,
        ATS_BASE_URL: peer.url,
        ...(service === "ats" ? { ATS_API_TOKEN: "demo" } : { APPTEST_ACCESS_KEY: "demo:demo" }),
        REMOTEST_POLL_INTERVAL: "100ms",
      });
      expect(log).toContain("evil");
      // Nothing moves, hides or recolours text, and GitLab reads only what ends with a return and an escape as a section.
      expect(log).not.toMatch(/[^\P{Cc}\n\t]/u);
      const refused = title.startsWith("a reason");
      const count = refused ? "0" : `${hostile.length}`;
      const told = (await shop.fileOf("next-job", "told")).split("\0").filter((each) => /^(REMOTEST_|EVIL)/.test(each));
      expect(told.toSorted(), log).toEqual([
        "REMOTEST_ERRORS=0",
        `REMOTEST_FAILED=${count}`,
        `REMOTEST_OUTCOME=${refused ? "provider-error" : "failed"}`,
        "REMOTEST_PASSED=0",
        "REMOTEST_POLL_INTERVAL=100ms",
        expect.stringMatching(/^REMOTEST_REPORT_DIR=\/[^\n]+\/remotest-report$/),
        expect.stringMatching(service === "ats" ? /^REMOTEST_RUN_REF=ats:your-app-id\/J-1\S+$/ : /=apptest:77$/),
        "REMOTEST_SKIPPED=0",
        `REMOTEST_TOTAL=${count}`,
      ]);
      // Only our own files are attached, regardless of the names of the tests.
      const junit = await shop.fileOf("next-job", "remotest-report/junit.xml");
      expect(junit.match(/\[\[attachment\|(?!remotest-report\/provider\/[\w.-]+\]\])/gi)).toBeNull();
    },
  );
});
