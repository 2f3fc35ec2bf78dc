import { expect, it } from "vitest";
import { main } from "./main.ts";

async function said(args: readonly string[], env: Readonly<Record<string, string>>): Promise<[number, string]> {
  let text = "";
  const output = { write: (more: string) => (text += more) };
  const interrupted = new AbortController().signal;
  const platform = { version: "0.0.0", env, stdout: output, stderr: output, interrupted, onInterrupt: () => undefined };
  return [await main([...args, "--json", "--verbose"], platform), text];
}

it.each([
  { title: "as it is", word: "extra-l0ngTokenValue" },
  { title: "in base64", word: Buffer.from("l0ngTokenValue").toString("base64") },
  { title: "with NUL in it", word: [..."l0ngTokenValue"].join("\u0000") },
])("what the command itself says of an error holds no secret, $title", async ({ word }) => {
  const env = { ATS_API_TOKEN: "l0ngTokenValue", ATS_USERNAME: "usage" };
  const [code, text] = await said(["run", "ats", "--app-id", "SHOP", "--template-id", "7", word], env);
  expect(code, text).toBe(2);
  expect(text).toContain("is not expected here");
  expect(text).toContain("***");
  expect(text).not.toMatch(/l0ng|bDBuZ/);
  // Short enough to stand in any text by chance.
  expect(text).toContain("usage");
});
