// Demonstrates the main use of both services on the sandbox: one passing and one failing run each, with the built command,
// as a pipeline would call it. Exits with 0 if every run ended as expected.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "..");
const command = join(root, "packages/remotest/dist/bin.js");
const reports = join(root, "remotest-report", "demo");
const scratch = await mkdtemp(join(tmpdir(), "remotest-demo-"));

const sandbox = spawn(process.execPath, [command, "sandbox", "--port", "0", "--speed", "4"], {
  stdio: ["ignore", "pipe", "ignore"],
});
const [url] = (await once(createInterface({ input: sandbox.stdout }), "line")) as [string];

// As large as a small app; the sandbox only reads its name and counts its bytes.
const appFile = join(scratch, "Shop.apk");
const app = await open(appFile, "w");
await app.truncate(48 * 2 ** 20);
await app.close();

const runs = [
  { title: "apptest.ai, a run that passes", wanted: 0, args: ["apptest", "--name", "Nightly pass"] },
  { title: "apptest.ai, a run that fails", wanted: 1, args: ["apptest", "--name", "Nightly fail"] },
  { title: "Mendix ATS, a run that passes", wanted: 0, args: ["ats", "--template-id", "checkout-pass"] },
  { title: "Mendix ATS, a run that fails", wanted: 1, args: ["ats", "--template-id", "checkout-fail"] },
];

const lines: string[] = [];
let allAsExpected = true;
for (const [index, { title, wanted, args }] of runs.entries()) {
  const reportDir = join(reports, `${index + 1}-${args[0]}-${wanted === 0 ? "pass" : "fail"}`);
  const all = ["run", ...args, "--report-dir", reportDir];
  console.log(`\n── ${title} ──\n$ remotest ${["run", ...args].join(" ")}\n`);
  const code = await exitCodeOf(all);
  allAsExpected &&= code === wanted;
  const shown = relative(process.cwd(), join(reportDir, "report.html"));
  lines.push(
    `  ${code === wanted ? "✓" : "✗"} ${title}: exit ${code}${code === wanted ? "" : `, not ${wanted}`}   ${shown}`,
  );
}

sandbox.kill();
await rm(scratch, { recursive: true });
console.log(`\n── Results ──\n${lines.join("\n")}\n`);
console.log(
  allAsExpected
    ? "Every run ended as expected. Open a report.html listed above in a browser; beside it are junit.xml,\nctrf-report.json, summary.md, run.json and what the service returned."
    : "Not every run ended as expected.",
);
process.exitCode = allAsExpected ? 0 : 1;

async function exitCodeOf(args: readonly string[]): Promise<number | null> {
  const child = spawn(process.execPath, [command, ...args], {
    stdio: "inherit",
    env: {
      ...process.env,
      APPTEST_BASE_URL: url,
      APPTEST_PROJECT_ID: "509",
      APPTEST_APP_FILE: appFile,
      APPTEST_USER_ID: "demo",
      APPTEST_ACCESS_KEY: "demo",
      ATS_BASE_URL: url,
      ATS_APP_ID: "shop",
      ATS_API_TOKEN: "demo",
    },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}
