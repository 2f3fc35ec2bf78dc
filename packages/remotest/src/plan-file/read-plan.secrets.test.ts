import { worded } from "@remotest/core";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { allProviders, loadProvider } from "../providers/load-provider.ts";
import { readPlan } from "./read-plan.ts";

const env = {
  CHECKS_TOKEN: "k3y-of-checks",
  CHECKS_TOKEN_FILE: "/run/secrets/checks",
  COPY: " k3y-of-checks",
  SUITE: "pay",
};

const own = fileURLToPath(new URL("../../../../docs/examples/my-provider/index.js", import.meta.url));

/** Returns the messages about a plan for a provider that is not part of the command. */
async function problems(run: string): Promise<readonly string[]> {
  const text = `version: 1\nruns:\n  - provider: ./checks.js\n    with: { suite: pass, baseUrl: "https://checks.example" }\n${run}`;
  const load = () => loadProvider(own);
  const plan = await readPlan(text, "remotest.yaml", { env, known: await allProviders(), load });
  return plan.problems.map(({ message }) => worded(message));
}

describe("a variable with a secret is refused in a plan", () => {
  test.for([
    { given: "by its name", run: '    name: "x ${env.CHECKS_TOKEN}"' },
    { given: "in any case of letters", run: '    name: "x ${env.checks_token:-none}"' },
    { given: "of its file", run: '    name: "x ${env.CHECKS_TOKEN_FILE}"' },
    { given: "with a default", run: '    name: "x ${env.CHECKS_TOKEN:-none}"' },
    { given: "in a matrix", run: '    name: "x ${matrix.k}"\n    matrix: { k: ["${env.CHECKS_TOKEN}"] }' },
    { given: "in the report directory", run: '    name: x\ndefaults: { reportDir: "${env.CHECKS_TOKEN}" }' },
    { given: "by a copy with another name", run: '    name: "x ${env.COPY}"' },
  ])("$given", async ({ run }) => {
    const found = await problems(run);
    expect(found).toContainEqual(expect.stringMatching(/ is a secret, which must not become part of a plan\.$/));
    expect(found.join()).not.toContain("k3y");
  });

  test("another one is not", async () => {
    expect(await problems('    name: "x ${env.SUITE}"')).toEqual([]);
  });
});

test.for(["constructor", "__proto__", "toString"])("${env.%s} is a variable that is not set", async (name) => {
  expect(await problems(`    name: x \${env.${name}:-none}`)).toEqual([]);
  expect(await problems(`    name: x \${env.${name}}`)).toEqual([
    `remotest.yaml:5:13: \${env.${name}} has no value: ${name} is not set.`,
  ]);
});
