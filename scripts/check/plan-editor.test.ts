// The help that people get who write a plan file in an editor, from the language server for YAML that editors use.
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantedMistakes } from "../../packages/remotest/src/plan-file/planted-mistakes.fixture.ts";
import { type Editor, openEditor } from "./language-server.ts";

let editor: Editor;
// As long as a test may take: the server compiles for seconds on a busy machine.
beforeAll(async () => {
  editor = await openEditor(join(import.meta.dirname, "../../remotest.schema.json"));
}, 30_000);
afterAll(() => editor[Symbol.asyncDispose]());

const run = "version: 1\nruns:\n  - name: shop\n    provider: ats\n    with: { appId: A, templateId: T }\n";

describe.concurrent("an editor", () => {
  it.each([
    { of: "the keys of the file", text: "version: 1\n▸", offers: ["runs", "defaults", "concurrency"] },
    { of: "the keys of a run", text: `${run}    ▸`, offers: ["gate", "matrix", "timeout", "rerunFailed"] },
    { of: "the keys of a gate", text: `${run}    gate:\n      ▸`, offers: ["maxFailures", "minTests", "blocking"] },
    {
      of: "the options of the provider",
      text: "version: 1\nruns:\n  - provider: apptest\n    with:\n      ▸",
      offers: ["projectId", "appFile", "osType"],
    },
    {
      of: "the options of all providers before the provider is known",
      text: "version: 1\ndefaults:\n  with:\n    ▸",
      offers: ["projectId", "templateId"],
    },
    { of: "the providers", text: "version: 1\nruns:\n  - provider: ▸", offers: ["apptest", "ats"] },
    { of: "the values of a choice", text: `${run}    failOn: ▸`, offers: ["failed", "error", "never"] },
    { of: "yes and no", text: `${run}    gate:\n      blocking: ▸`, offers: ["true", "false"] },
  ])("completes $of", async ({ text, offers }) => {
    expect(await editor.completions(text)).toEqual(expect.arrayContaining(offers));
  });

  it("offers no option of another provider, and no secret", async () => {
    const offered = await editor.completions(
      "version: 1\nruns:\n  - provider: ats\n    with:\n      appId: A\n      ▸",
    );
    expect(offered).toContain("templateId");
    for (const other of ["projectId", "apiToken"]) expect(offered).not.toContain(other);
  });

  it.each([
    { about: "minTests", text: `${run}    gate: { min▸Tests: 4 }\n`, says: /Fail if fewer tests than this really ran/ },
    { about: "templateId", text: run.replace("templateId", "template▸Id"), says: /CI\/CD template to start/ },
    { about: "concurrency", text: `concurr▸ency: 3\n${run}`, says: /start/i },
  ])("explains $about", async ({ text, says }) => {
    expect(await editor.hover(text)).toMatch(says);
  });

  it("underlines nothing in a plan without mistakes", async () => expect(await editor.diagnostics(run)).toEqual([]));

  it("underlines every mistake that the schema knows, in its line", async () => {
    const known = plantedMistakes.filter((each) => each.inSchema);
    expect(known.length).toBeGreaterThan(35);
    const lineOf = (text: string): number => text.slice(0, text.indexOf("▸")).split("\n").length - 1;
    const found = await Promise.all(known.map(({ text }) => editor.diagnostics(text.replace("▸", ""))));
    const missed = known.filter(
      ({ text }, index) => !found[index]?.some(({ range }) => range.start.line === lineOf(text)),
    );
    expect(missed.map(({ title }) => title)).toEqual([]);
  });

  it.each([
    { text: `${run}    tiemout: 5m\n`, line: 5, says: /tiemout/ },
    { text: `${run}    timeout: 45\n`, line: 5, says: /./ },
    { text: run.replace("ats", "[ats]"), line: 3, says: /./ },
  ])("underlines line $line of $text", async ({ text, line, says }) => {
    const found = await editor.diagnostics(text);
    expect(found.map(({ range, message }) => [range.start.line, message])).toContainEqual([
      line,
      expect.stringMatching(says),
    ]);
  });
});
