import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { allProviders } from "../providers/load-provider.ts";
import { ciNames } from "./ci-systems.ts";
import { pipelineText } from "./pipeline-text.ts";
import { secretsOf } from "./secrets-of.ts";

const examples = {
  github: "github-plan.yml",
  gitlab: "gitlab-plan.yml",
  azure: "azure-plan.yml",
  jenkins: "jenkins-plan.groovy",
};
const example = (ci: keyof typeof examples): string =>
  readFileSync(join(import.meta.dirname, "../../../../docs/ci", examples[ci]), "utf8");

describe.each(ciNames)("the pipeline for %s", (ci) => {
  it("is the one in docs/ci", () => expect(pipelineText(ci, ["ATS_API_TOKEN"])).toBe(example(ci)));

  it("contains the secrets of each provider, by name only, and no others", async () => {
    for (const provider of await allProviders()) {
      const secrets = secretsOf(provider).map(({ variable }) => variable);
      expect(secrets.length).toBeGreaterThan(0);
      const text = pipelineText(ci, secrets);
      for (const secret of secrets) expect(text).toContain(secret);
      if (!secrets.includes("ATS_API_TOKEN")) expect(text).not.toMatch(/ats.?api.?token/i);
      if (ci !== "jenkins") expect(() => parse(text) as unknown).not.toThrow();
    }
  });

  it("passes several secrets", () => {
    const text = pipelineText(ci, ["MTA_USERNAME", "MTA_PASSWORD"]);
    const wanted = {
      github: /mta-username: \$\{\{ secrets\.MTA_USERNAME \}\}\n {10}mta-password: \$\{\{ secrets\.MTA_PASSWORD \}\}\n/,
      gitlab: /the secrets MTA_USERNAME and MTA_PASSWORD/,
      azure: /mtaUsername: \$\(MTA_USERNAME\)\n {10}mtaPassword: \$\(MTA_PASSWORD\)\n/,
      jenkins: /\[MTA_USERNAME: 'mta-username', MTA_PASSWORD: 'mta-password'\]/,
    };
    expect(text).toMatch(wanted[ci]);
  });
});
