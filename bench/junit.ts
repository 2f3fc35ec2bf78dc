// JUnit: 500,000 test cases of the shape of apptest.ai into our model, relative to C expat alone, which makes nothing of it. In
// time of the processor, the threads that collect garbage included.
import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { peakOfProcess } from "./peak-memory.ts";
import { atMost, median, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const sizes = isSmoke ? [1_000] : [50_000, 150_000, 500_000];
const rounds = isSmoke ? 1 : 3;

const expat = `
import sys, time, xml.parsers.expat as expat
data = open(sys.argv[1], "rb").read()
begun = time.process_time()
expat.ParserCreate().Parse(data, True)
print((time.process_time() - begun) * 1000)
`;

/** The part that is left for us: the parser alone, which makes no model. */
const saxes = `
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
const provider = ${JSON.stringify(join(import.meta.dirname, "../packages/provider-apptest/package.json"))};
const { SaxesParser } = createRequire(provider)("saxes");
const text = readFileSync(process.argv[1], "utf8");
const begun = process.cpuUsage();
const parser = new SaxesParser({ position: false, xmlns: false });
let heard = 0;
for (const event of ["opentag", "closetag", "text"]) parser.on(event, () => heard++);
for (let at = 0; at < text.length; at += 65_536) parser.write(text.slice(at, at + 65_536));
parser.close();
const { user, system } = process.cpuUsage(begun);
console.log((user + system) / 1000, heard);
`;

const ours = `
import { readFileSync } from "node:fs";
import { readResultXml } from ${JSON.stringify(join(import.meta.dirname, "../packages/provider-apptest/src/result-xml.ts"))};
const text = readFileSync(process.argv[1], "utf8");
const begun = process.cpuUsage();
const [suite] = await readResultXml(text);
const { user, system } = process.cpuUsage(begun);
console.log((user + system) / 1000, ${peakOfProcess}, suite.devices.length);
`;

export default async function junit(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  try {
    const rows: Row[] = [];
    for (const cases of sizes) {
      const file = join(folder, `${cases}.xml`);
      await writeFile(file, junitOf(cases));
      rows.push(...measure(file, cases));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function measure(file: string, cases: number): readonly Row[] {
  const theirs: number[] = [];
  const parsers: number[] = [];
  const mine: number[] = [];
  let peakMb = 0;
  for (let round = 0; round < rounds; round++) {
    theirs.push(Number(output("python3", ["-c", expat, file])));
    const node = (script: string): readonly string[] =>
      output(process.execPath, ["--conditions=remotest-source", "--input-type=module", "-e", script, file]).split(" ");
    parsers.push(Number(node(saxes)[0]));
    const [ms = "", mb = "", read = ""] = node(ours);
    if (Number(read) !== cases) throw new Error(`${read} of ${cases} test cases were read`);
    mine.push(Number(ms));
    peakMb = Math.max(peakMb, Number(mb));
  }
  const ratio = median(mine) / median(theirs);
  const title = `JUnit, ${cases.toLocaleString("en")} test cases`;
  const isLargest = cases === sizes.at(-1);
  const ofParser = median(parsers) / median(theirs);
  return [
    { what: `${title}, saxes alone, over C expat`, measured: ofParser.toFixed(2) },
    {
      what: `${title}, over C expat`,
      size: cases,
      value: ratio,
      measured: ratio.toFixed(2),
      goal: atMost(ratio, 1.8),
    },
    ...(isLargest
      ? [{ what: `${title}, peak memory`, measured: `${peakMb.toFixed(0)} MB`, goal: atMost(peakMb, 450, "MB") }]
      : []),
  ];
}

function output(program: string, args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  return stdout.trim();
}

/** Returns results of the shape that the service's page shows: one suite, a link in each case, a failure in every fiftieth. */
export function junitOf(cases: number): string {
  const all = Array.from({ length: cases }, (_, index) => {
    const head = `<testcase name="Galaxy S${index % 30} (Android ${index % 15}) ${index}" time="${(index % 900) / 10}">`;
    const link = `https://app.apptest.ai/results/251929/${index}?device=${index % 30}`;
    const body = index % 50 === 0 ? `<error message="${link}&amp;why=crash" />` : `<system-out>${link}</system-out>`;
    return `    ${head}\n      ${body}\n    </testcase>\n`;
  });
  const failed = Math.ceil(cases / 50);
  const counts = `tests="${cases}" failures="0" errors="${failed}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite name="Shop" ${counts}>\n${all.join("")}  </testsuite>\n</testsuites>\n`;
}
