import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Problem, UsageError } from "@remotest/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import type { Leg } from "../plan-file/leg.ts";
import { redactedOwnText } from "../secrets/redacted-text.ts";
import { legFormats } from "./leg-formats.ts";
import { renderLegs, tooManyJobs } from "./render-legs.ts";

type Format = keyof typeof legFormats;
const formats = Object.keys(legFormats) as Format[];

const legs = (names: readonly string[], more: Partial<Leg> = {}): readonly Leg[] =>
  names.map((name, index) => ({
    name,
    config: "remotest.yaml",
    run: undefined,
    shard: `${index + 1}/${names.length}`,
    ...more,
  }));

function rendered(format: Format, given: readonly Leg[], own = (text: string): string => text): string {
  const text = renderLegs(given, { format, own, version: "1.4.2" });
  if (typeof text !== "string") throw new UsageError(text);
  return text;
}

interface GithubLeg {
  readonly name: string;
  readonly shard: string;
}

/** Reads what each system reads: the lines of an outputs file, YAML, the value of a variable, JSON. */
const read = {
  github: (text: string) => {
    const lines = text.split("\n");
    expect(lines).toEqual([expect.stringMatching(/^matrix=\{/), "any=true", ""]);
    return JSON.parse(lines[0]?.slice("matrix=".length) ?? "") as { readonly include: readonly GithubLeg[] };
  },
  gitlab: (text: string) =>
    parse(text) as {
      readonly remotest: { readonly parallel: { readonly matrix: readonly { readonly LEG: string }[] } };
      readonly include: readonly { readonly inputs: object }[];
    },
  azure: (text: string) => {
    expect(text.split("\n")).toHaveLength(2);
    return JSON.parse(text) as Record<string, Record<string, string>>;
  },
  jenkins: (text: string) => JSON.parse(text) as Record<string, Record<string, string>>,
};

describe("the legs of a plan, as each CI system takes them", () => {
  const two = legs(["shop smoke", "shop pay"]);

  it("GitHub: a matrix for fromJSON, and whether there is a leg", () => {
    expect(read.github(rendered("github", two))).toEqual({
      include: [
        { name: "shop smoke", id: "1-of-2", config: "remotest.yaml", run: "", shard: "1/2" },
        { name: "shop pay", id: "2-of-2", config: "remotest.yaml", run: "", shard: "2/2" },
      ],
    });
  });

  it("GitLab: a child pipeline with the component and a job that merges", () => {
    expect(parse(rendered("gitlab", legs(["shop smoke", "shop pay"], { run: "shop *" })))).toMatchObject({
      include: [
        {
          component: "$CI_SERVER_FQDN/remotest/gitlab-component/run@1",
          inputs: { config: "remotest.yaml", run: "shop *", shard: "$CI_NODE_INDEX/$CI_NODE_TOTAL" },
        },
      ],
      remotest: { parallel: { matrix: [{ LEG: "shop smoke" }, { LEG: "shop pay" }] } },
      verdict: {
        stage: "report",
        when: "always",
        script: ["npx --yes remotest@1 merge 'shards/*' --report-dir=remotest-report"],
      },
    });
  });

  it("GitLab: the component's inputs exist, and the image is the same", () => {
    const template = join(import.meta.dirname, "../../../gitlab-component/templates/run/template.yml");
    const [header] = parseAllDocuments(readFileSync(template, "utf8"));
    const { spec } = (header?.toJS() ?? {}) as { spec?: { inputs: Record<string, { default?: unknown }> } };
    const inputs = spec?.inputs ?? {};
    const pipeline = parse(rendered("gitlab", legs(["a"], { run: "a" }))) as {
      readonly include: readonly { readonly inputs: object }[];
      readonly verdict: { readonly image: string };
    };
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(pipeline.include[0]?.inputs ?? {})));
    expect(pipeline.verdict.image).toBe(inputs["image"]?.default);
  });

  it.each([
    { commitStatus: true, comment: true },
    { commitStatus: true, comment: false },
    { commitStatus: false, comment: true },
  ])("GitLab: one name for what the jobs tell it, and only the one that merges comments: %j", (wanted) => {
    const announcement = { ...wanted, checkName: "Remote: 'tests' # \"1\"" };
    const text = renderLegs(two, { format: "gitlab", own: (name) => name, version: "1.4.2", announcement });
    if (typeof text !== "string") throw new UsageError(text);
    const { include, verdict } = parse(text) as {
      readonly include: readonly { readonly inputs: Readonly<Record<string, string>> }[];
      readonly verdict: { readonly variables: object };
    };
    const ofLegs = Object.entries(include[0]?.inputs ?? {}).filter(([name]) => /comm|check/.test(name));
    expect(ofLegs).toEqual(
      wanted.commitStatus
        ? [
            ["commit-status", "true"],
            ["check-name", announcement.checkName],
          ]
        : [],
    );
    expect(verdict.variables).toEqual({
      ...(wanted.commitStatus && { REMOTEST_COMMIT_STATUS: "true" }),
      ...(wanted.comment && { REMOTEST_COMMENT: "true" }),
      REMOTEST_CHECK_NAME: announcement.checkName,
    });
  });

  it("Azure: an object of objects, whose keys are names of jobs", () => {
    expect(read.azure(rendered("azure", legs(["shop: pay", "shop pay", "Shop pay", "2nd", "주문"])))).toEqual({
      shop_pay: { leg: "shop: pay", config: "remotest.yaml", run: "", shard: "1/5" },
      shop_pay_2: { leg: "shop pay", config: "remotest.yaml", run: "", shard: "2/5" },
      Shop_pay_3: { leg: "Shop pay", config: "remotest.yaml", run: "", shard: "3/5" },
      leg_2nd: { leg: "2nd", config: "remotest.yaml", run: "", shard: "4/5" },
      leg_: { leg: "주문", config: "remotest.yaml", run: "", shard: "5/5" },
    });
  });

  it("Jenkins: a map of branches; failFast would be an option of parallel", () => {
    expect(read.jenkins(rendered("jenkins", legs(["failFast", "shop pay"], { run: "*" })))).toEqual({
      "failFast 1/2": { config: "remotest.yaml", run: "*", shard: "1/2" },
      "shop pay": { config: "remotest.yaml", run: "*", shard: "2/2" },
    });
  });
});

describe("names that only a secret tells apart", () => {
  it.each(formats)("%s has a job for each", (format) => {
    const text = rendered(format, legs(["at https://me:s3kr1t@h", "at https://me:s3kr2t@h"]), redactedOwnText([]));
    expect(text).not.toContain("s3kr");
    expect(text.split("***")).toHaveLength(3);
  });
});

const hostile = fc.constantFrom(
  ..."${{ github.token }}|##vso[task.setvariable variable=a]b|'''|$[[ inputs.x ]]|$(ATS_API_TOKEN)|`id`|$(id)|\"|\\|::set-output name=a::b|##[error]x|%0A|\n|\r|\u0085|\u2028|--help|__proto__|failFast|&a|*a|!!js|---|: |#|\ud83d\ude00|\ud83d|{{|}}|]|,".split(
    "|",
  ),
);
const name = fc.array(fc.oneof(hostile, fc.string({ unit: "grapheme", maxLength: 6 })), { minLength: 1, maxLength: 6 });
const names = fc.uniqueArray(
  name.map((parts) => parts.join("")),
  { minLength: 1, maxLength: 6 },
);

describe("whatever the names of the runs", () => {
  it.each(formats)("%s reads as many legs as there are, and nothing in a name is interpreted", (format) => {
    fc.assert(
      fc.property(names, (given) => {
        const all = legs(given);
        const text = rendered(format, all);
        expect(text).toMatch(/^[\n\w .,:/@+=()[\]{}"\\?*~|;-]+$/);
        expect(text).not.toContain("::");
        const shards = all.map(({ shard }) => shard);
        if (format === "github") {
          const { include } = read.github(text);
          expect(include.map((leg) => leg.name)).toEqual(given);
          expect(include.map((leg) => leg.shard)).toEqual(shards);
        } else if (format === "gitlab") {
          const pipeline = read.gitlab(text);
          const shown = pipeline.remotest.parallel.matrix.map(({ LEG }) => LEG);
          expect(new Set(shown).size).toBe(given.length);
          for (const each of shown) expect(each).not.toMatch(/[$[\],\p{Cc}\p{Surrogate}]/u);
          const plain = read.gitlab(rendered("gitlab", legs(given.map((_, index) => `a${index}`))));
          expect({ ...pipeline, remotest: null }).toEqual({ ...plain, remotest: null });
        } else {
          const found = read[format](text);
          expect(new Set(Object.values(found).map(({ shard }) => shard))).toEqual(new Set(shards));
          expect(Object.keys(found)).toHaveLength(given.length);
          if (format === "jenkins") expect(found).not.toHaveProperty("failFast");
          if (format === "azure")
            for (const [key, { leg }] of Object.entries(found)) {
              expect(key).toMatch(/^[A-Za-z]\w{0,99}$/);
              expect(leg).not.toMatch(/\$|##/);
            }
        }
      }),
    );
  });
});

describe("the limits of each system", () => {
  const many = (count: number, length = 1): readonly Leg[] =>
    legs(Array.from({ length: count }, (_, index) => `${index}`.padStart(length, "x")));
  const said = (found: string | readonly Problem[]): string =>
    typeof found === "string" ? "" : found.map(({ message }) => String(message)).join(" ");
  const problem = (format: Format, given: readonly Leg[]): string =>
    said(renderLegs(given, { format, own: (text) => text, version: "1.0.0" }));

  it.each([
    { format: "github", most: 256, system: "GitHub" },
    { format: "gitlab", most: 200, system: "GitLab" },
    { format: "azure", most: 256, system: "Azure Pipelines" },
    { format: "jenkins", most: 256, system: "Jenkins" },
  ] as const)("$system: $most jobs", ({ format, most, system }) => {
    expect(said(tooManyJobs(most, format, undefined))).toBe("");
    expect(said(tooManyJobs(most + 1, format, undefined))).toBe(
      `The plan has ${most + 1} runs, and ${system} starts at most ${most} jobs of a plan.`,
    );
    expect(said(tooManyJobs(most + 1, format, most + 1))).toMatch(
      new RegExp(`^--shards is ${most + 1}, and ${system}`),
    );
  });

  it("GitHub: 1 MB of outputs, in UTF-16", () => {
    const longest = Math.floor(2 ** 19 / 256) - 77;
    expect(problem("github", many(256, longest - 10))).toBe("");
    expect(problem("github", many(256, longest + 10))).toMatch(/outputs of a job of GitHub can have at most 524288/);
    // Escapes count: they are what the output has.
    expect(
      problem(
        "github",
        many(256, 600).map((leg) => ({ ...leg, name: leg.name.replaceAll("x", "주") })),
      ),
    ).not.toBe("");
  });

  it("a value that the job needs must arrive unchanged", () => {
    for (const format of formats)
      expect(problem(format, legs(["a"], { run: "shop $X" })) !== "").toBe(format === "gitlab" || format === "azure");
    expect(
      renderLegs(legs(["a"], { config: "$X.yaml" }), { format: "azure", own: (text) => text, version: "1.0.0" }),
    ).toEqual([
      { message: "--config contains a $, which Azure Pipelines would expand.", suggestion: "Rename the file." },
    ]);
    const own = redactedOwnText(["s3cret-of-deploy"]);
    const found = renderLegs(legs(["a"], { run: "s3cret-of-deploy*" }), {
      format: "jenkins",
      own,
      version: "1.0.0",
    });
    expect(found).toMatchObject([{ message: "--run contains a secret, which would be visible in the pipeline." }]);
  });

  it.each(formats)("%s: no secret is printed, whatever the name", (format) => {
    const text = rendered(format, legs(["pay s3cret-of-deploy"]), redactedOwnText(["s3cret-of-deploy"]));
    expect(text).not.toContain("s3cret");
  });
});
