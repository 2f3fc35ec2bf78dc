import { describe, expect, test } from "vitest";
import { commonInputs } from "./common-inputs.ts";
import type { Input } from "./input.ts";
import { readConfig } from "./read-config.ts";

const inputs = Object.entries<Input>(commonInputs);

test("by default a run waits an hour, forgives nothing, wants a test that ran, resumes, reruns and cancels nothing", () => {
  const given = { options: new Map(), env: {}, readSecretFile: () => ({ text: "", isReadableByAll: false }) };
  const { problems, of } = readConfig([{ scope: "remotest", table: commonInputs }], given);
  expect(problems).toEqual([]);
  expect(Object.entries(of("remotest")).filter(([, value]) => value !== undefined)).toEqual([
    ["timeout", 3_600_000],
    ["reportDir", "remotest-report"],
    ["rerunFailed", 0],
    ["failOn", "failed"],
    ["maxFailures", { count: 0 }],
    ["minTests", 1],
    ["resume", false],
    ["correlate", false],
    ["onInterrupt", "detach"],
    ["json", false],
    ["insecureHttp", false],
    ["maxResponse", 67_108_864],
    ["verbose", false],
    ["quiet", false],
    ["noColor", false],
  ]);
});

describe("each input of every run", () => {
  test.for(inputs)("%s says what it does, in sentences", ([, { doc }]) => expect(doc).toMatch(/^[A-Z].*\.$/s));

  test("is never required", () => {
    expect(inputs.filter(([, { required }]) => required)).toEqual([]);
  });

  test("is not a secret; only the proxy's address may contain one", () => {
    expect(inputs.filter(([, input]) => "secret" in input)).toEqual([]);
    expect(inputs.filter(([, input]) => "credentials" in input).map(([name]) => name)).toEqual(["proxy"]);
  });
});
