// First request: process start to the first request of a command, relative to the whole life of bare node.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anchors } from "./anchors.ts";
import { findNodes } from "./nodes.ts";
import { atMost, median, type Row } from "./ratio.ts";
import { isSmoke } from "./smoke.ts";

const command = join(import.meta.dirname, "../packages/remotest/dist/bin.js");
const rounds = isSmoke ? 1 : 15;

/** The goals for apptest.ai and ATS, over bare node. */
const goals: Readonly<Record<number, Readonly<Record<string, number>>>> = {
  20: { apptest: 1.6, ats: 2.2 },
  24: { apptest: 2.4, ats: 3 },
};

const ofService = {
  apptest: { ref: "apptest:1", start: ["apptest", "--project-id", "509", "--app-file", "shop.apk"] },
  ats: { ref: "ats:SHOP-1/7", start: ["ats", "--app-id", "SHOP-1", "--template-id", "pass"] },
};

/** Lines of the command by their names, for each service. */
function linesOf(service: keyof typeof ofService): Readonly<Record<string, readonly string[]>> {
  const { ref, start } = ofService[service];
  const named = [...start, "--name", "Nightly"];
  return { run: ["run", ...named], start: ["start", ...named], attach: ["attach", ref], status: ["status", ref] };
}

export default async function firstRequest(): Promise<readonly Row[]> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-bench-"));
  await writeFile(join(folder, "shop.apk"), "an app");
  const http = await anchors(["axios", "got", "undici"]);
  await using service = await startService();
  try {
    const rows: Row[] = [];
    for (const { path, major } of findNodes()) {
      const sides = {
        "node:http": [path, "-e", `require("node:http").get(${text(service.url)})`],
        got: [path, "-e", `import(${text(http.got)}).then(({ default: got }) => got(${text(service.url)}))`],
        axios: [path, "-e", `require(${text(http.axios)}).get(${text(service.url)})`],
        undici: [path, "-e", `require(${text(http.undici)}).request(${text(service.url)})`],
        fetch: [path, "-e", `fetch(${text(service.url)})`],
        ...Object.fromEntries(
          (["apptest", "ats"] as const).flatMap((name) =>
            Object.entries(linesOf(name)).map(([verb, line]) => [`${verb} ${name}`, [path, command, ...line]]),
          ),
        ),
      };
      rows.push(...(await rowsOf(path, major, sides, service, folder)));
    }
    return rows;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Returns a value as it is written in a script. */
function text(value: string): string {
  return JSON.stringify(value);
}

async function rowsOf(
  node: string,
  major: number,
  sides: Readonly<Record<string, readonly string[]>>,
  service: Service,
  cwd: string,
): Promise<readonly Row[]> {
  const bare: number[] = [];
  const times = new Map<string, number[]>(Object.keys(sides).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const startedAt = performance.now();
    await once(spawn(node, ["-e", "0"]), "exit");
    bare.push(performance.now() - startedAt);
    for (const [name, line] of Object.entries(sides)) times.get(name)?.push(await service.first(line, cwd));
  }
  return [...times].map(([name, ms]) => {
    const ratio = median(ms) / median(bare);
    const goal = goals[major]?.[name.split(" ")[1] ?? ""];
    return {
      what: `First request, ${name} (Node ${major}), over bare node`,
      measured: ratio.toFixed(2),
      goal: atMost(ratio, goal),
    };
  });
}

interface Service extends AsyncDisposable {
  readonly url: string;
  /** Starts a program and returns the milliseconds until its first request. The program is then killed. */
  readonly first: (line: readonly string[], cwd: string) => Promise<number>;
}

async function startService(): Promise<Service> {
  let requested = (): void => undefined;
  const server = createServer(() => requested()).on("checkContinue", () => requested());
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const env = {
    PATH: process.env["PATH"],
    APPTEST_BASE_URL: url,
    APPTEST_ACCESS_KEY: "demo:demo",
    ATS_BASE_URL: url,
    ATS_API_TOKEN: "demo",
  };
  return {
    url,
    async first([program = "", ...args], cwd) {
      const came = new Promise<number>((resolve) => (requested = () => resolve(performance.now())));
      const startedAt = performance.now();
      const child: ChildProcess = spawn(program, args, { cwd, env, stdio: "ignore" });
      const early = once(child, "exit").then(([code]) =>
        Promise.reject(new Error(`${args.join(" ")}: ended with ${code}`)),
      );
      const at = await Promise.race([came, early]);
      early.catch(() => undefined);
      child.kill("SIGKILL");
      await once(child, "exit").catch(() => undefined);
      await rm(join(cwd, "remotest-report"), { recursive: true, force: true });
      return at - startedAt;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
