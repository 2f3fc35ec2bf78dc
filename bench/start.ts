// Start: `remotest --version`, relative to bare node. First request: from process start to the first answer and exit.
import { join } from "node:path";
import { findNodes } from "./nodes.ts";
import { compare, type Row } from "./ratio.ts";
import { startSandboxProcess } from "./sandbox-process.ts";

const command = join(import.meta.dirname, "../packages/remotest/dist/bin.js");
const goals: Readonly<Record<number, readonly [start: number, apptest: number, ats: number]>> = {
  20: [1.15, 1.6, 2.2],
  24: [1.25, 3.0, 3.8],
};

export default async function start(): Promise<readonly Row[]> {
  await using sandbox = await startSandboxProcess();
  const env = {
    APPTEST_BASE_URL: sandbox.url,
    APPTEST_ACCESS_KEY: "demo:demo",
    ATS_BASE_URL: sandbox.url,
    ATS_API_TOKEN: "demo",
  };
  return findNodes().flatMap(({ path, major }) => {
    const goal = goals[major] ?? goals[24] ?? [0, 0, 0];
    const { over } = compare(
      [
        { name: "bare node", command: [path, "-e", "0"] },
        { name: "start", command: [path, command, "--version"] },
        { name: "apptest", command: [path, command, "status", sandbox.apptestRef, "--quiet"], env },
        { name: "ats", command: [path, command, "status", sandbox.atsRef, "--quiet"], env },
      ],
      25,
    );
    return ["Start", "First request, apptest", "First request, ATS"].map((what, index) => {
      const ratio = over[index + 1] ?? Number.NaN;
      return {
        what: `${what} (Node ${major}), over bare node`,
        measured: ratio.toFixed(2),
        goal: `≤ ${goal[index]}`,
        met: ratio <= (goal[index] ?? 0),
      };
    });
  });
}
