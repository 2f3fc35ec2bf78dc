// Shows both services on the sandbox: one passing and one failing run each, as a pipeline would call the command. Exits
// with 0 if every run ended as expected.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { truncateSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { createInterface } from "node:readline";
import { built, prepare } from "./prepare.mjs";

const cwd = join(import.meta.dirname, "../..");
const startedAt = performance.now();
await prepare();

// As large as a small app; the sandbox only reads its name and counts its bytes.
const appFile = ".cache/demo/Shop.apk";
writeFileSync(join(cwd, appFile), "");
truncateSync(join(cwd, appFile), 48 * 2 ** 20);

const remotest = `node ${relative(cwd, join(built, "bin.js")).replaceAll("\\", "/")}`;
const speed = 25;
// The port may be taken.
const sandbox = await startSandbox(4010).catch(() => startSandbox(0));
const env = {
  APPTEST_BASE_URL: sandbox.url,
  APPTEST_USER_ID: "demo",
  APPTEST_ACCESS_KEY: "demo",
  ATS_BASE_URL: sandbox.url,
  ATS_API_TOKEN: "demo",
};
const apptest = `run apptest --project-id 509 --app-file ${appFile}`;
const ats = "run ats --app-id shop";
const reports = "--report-dir remotest-report/demo";
const runs = [
  { title: "apptest.ai, a run that passes", wanted: 0, line: `${apptest} --name nightly-pass ${reports}/apptest-pass` },
  { title: "apptest.ai, a run that fails", wanted: 1, line: `${apptest} --name nightly-fail ${reports}/apptest-fail` },
  { title: "Mendix ATS, a run that passes", wanted: 0, line: `${ats} --template-id checkout-pass ${reports}/ats-pass` },
  { title: "Mendix ATS, a run that fails", wanted: 1, line: `${ats} --template-id checkout-fail ${reports}/ats-fail` },
];
const codes = [];
try {
  for (const { title, line } of runs) {
    console.log(`\n── ${title} ──\n$ ${remotest} ${line}\n`);
    codes.push(await exitCodeOf(line));
  }
} finally {
  sandbox.stop();
}

const isAsExpected = runs.every(({ wanted }, index) => codes[index] === wanted);
const summary = runs.map(({ title, wanted }, index) =>
  codes[index] === wanted ? `  ✓ ${title}: exit ${wanted}` : `  ✗ ${title}: exit ${codes[index]}, not ${wanted}`,
);
const assignments = Object.entries(env).map(([name, value]) => `${name}=${value}`);
console.log(`
── Results ──
${summary.join("\n")}

${isAsExpected ? "Every run ended as expected" : "Not every run ended as expected"}, in ${((performance.now() - startedAt) / 1000).toFixed(1)} s. To run them yourself, start the sandbox in one terminal:
  ${remotest} sandbox --port ${sandbox.port} --speed ${speed}

and copy these lines into another:
  ${setLine(assignments.slice(0, 3))}
  ${setLine(assignments.slice(3))}
${runs.map(({ line }) => `  ${remotest} ${line}`).join("\n")}
`);
process.exitCode = isAsExpected ? 0 : 1;
await offerReport("remotest-report/demo/apptest-fail");

/** @returns the line that sets them in the system's usual shell: PowerShell on Windows */
function setLine(pairs) {
  if (process.platform !== "win32") return `export ${pairs.join(" ")}`;
  return pairs.map((pair) => `$env:${pair.replace(/=(.*)/, ' = "$1"')}`).join("; ");
}

/** @returns the address of a sandbox that listens; it rejects if the port is taken */
async function startSandbox(port) {
  const args = [join(built, "bin.js"), "sandbox", "--port", String(port), "--speed", String(speed)];
  const child = spawn(process.execPath, args, { cwd, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => (said += String(text)));
  const first = once(createInterface({ input: child.stdout }), "line");
  const [url] = await Promise.race([first, once(child, "exit").then(() => [])]);
  if (url === undefined) throw new Error(`The sandbox did not start:\n${said}`);
  return { url, port: new URL(url).port, stop: () => child.kill() };
}

async function exitCodeOf(line) {
  const args = [join(built, "bin.js"), ...line.split(" ")];
  const child = spawn(process.execPath, args, { cwd, stdio: "inherit", env: { ...process.env, ...env } });
  const [code] = await once(child, "exit");
  return code;
}

/** Asks on a terminal; anywhere else the line to open the report is enough. */
async function offerReport(dir) {
  const page = `${dir}/report.html`;
  if (!process.stdin.isTTY || !process.stdout.isTTY || process.env["CI"]) {
    console.log(`The report of the failed run: ${page}`);
    return;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await new Promise((resolve) => {
    terminal.once("close", () => resolve("n"));
    terminal.question(`Open the report of the failed run, ${page}, in your browser? [Y/n] `, resolve);
  });
  terminal.close();
  if (!/^(|y|yes)$/i.test(answer.trim())) return;
  const child = spawn(process.execPath, [join(built, "bin.js"), "open", dir], { cwd, stdio: "inherit" });
  const [code] = await once(child, "exit");
  if (code !== 0) console.log(`Open ${page} yourself.`);
}
