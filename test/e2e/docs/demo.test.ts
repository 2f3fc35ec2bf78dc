import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { root } from "../stage/documents.ts";

const run = promisify(execFile);
const json = async (file: string): Promise<{ readonly dependencies: object; readonly packages: { "": object } }> =>
  JSON.parse(await readFile(join(root, "scripts/demo", file), "utf8")) as never;

describe("npm run demo", () => {
  it("installs what its lock says: after a change, run `npm install --package-lock-only` in scripts/demo", async () => {
    const { dependencies } = await json("package.json");
    expect((await json("package-lock.json")).packages[""]).toMatchObject({ dependencies });
  });

  it("ends as expected, and prints lines that start the same runs", { timeout: 180_000 }, async () => {
    const { stdout } = await run("npm", ["run", "demo"], { cwd: root, env: { ...process.env, CI: "1" } });
    expect(stdout).toContain("Every run ended as expected");
    const [, lines = ""] = stdout.split("copy these lines into another:\n");
    const commands = [...lines.matchAll(/^ {2}(node .+)$/gm)].map(([, line = ""]) => line);
    expect(commands).toHaveLength(4);
    const [, sandbox = ""] = /^ {2}(node .+ sandbox .+)$/m.exec(stdout) ?? [];
    const [first = ""] = commands;
    const script = `${sandbox} & trap "kill $!" EXIT; sleep 2; ${lines.match(/export .+/g)?.join("; ")}; ${first}`;
    const again = await run("sh", ["-c", script], { cwd: root });
    expect(again.stderr).toContain("Passed: 3 tests passed.");
  });
});
