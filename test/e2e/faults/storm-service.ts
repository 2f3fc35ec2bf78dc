// The service side of the storm, in a separate process, so that only the client is measured: the sandbox, and before it
// three network paths with random faults. Controlled by messages of its parent.
import { createServer as createTlsServer } from "node:https";
import { createServer, type Server, type Socket } from "node:net";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { type Certificate, certificates } from "./certificates.ts";
import type { IncomingCall } from "./exchange.ts";
import { type ExchangeFault, exchangeFaults } from "./fault.ts";
import { type FaultProxy, faultProxy, type Script, serverOf } from "./fault-proxy.ts";
import { oneOf, seeded } from "../../../packages/core/src/run/seeded.fixture.ts";

/** The parent's settings. */
export interface StormWeather {
  readonly seed: number;
  readonly speed: number;
  /** The share of calls with a fault. */
  readonly share: number;
  /** The share of polls and requests for results that hang for a minute. */
  readonly hanging: number;
}

/** The addresses of the three paths, and of the path without faults. */
export interface StormPaths {
  /** Sometimes refuses connections. */
  readonly refusing: string;
  /** Sometimes has an untrusted certificate. */
  readonly distrusted: string;
  /** To be used with a name that sometimes does not resolve. */
  readonly plainPort: number;
  readonly calm: string;
  readonly caFile: string;
}

/** The record of the service side. */
export interface StormRecord {
  readonly starts: Readonly<Record<string, number>>;
  /** Runs whose start was answered without a fault. */
  readonly answered: readonly string[];
  readonly calls: number;
  readonly faults: Readonly<Record<string, number>>;
  readonly connections: number;
  readonly mostConnections: number;
  readonly strayed: number;
}

const hanging: readonly ExchangeFault[] = ["drip", "stalled"];
const quick = (Object.keys(exchangeFaults) as ExchangeFault[]).filter((fault) => !hanging.includes(fault));

class Weather {
  readonly answered = new Set<string>();
  readonly faults: Record<string, number> = {};
  calls = 0;
  readonly random: () => number;
  readonly #weather: StormWeather;

  constructor(weather: StormWeather) {
    this.#weather = weather;
    this.random = seeded(weather.seed);
  }

  readonly script: Script = {
    readingUploads: true,
    strike: ({ call }) => {
      this.calls++;
      if (call !== "start" && this.random() < this.#weather.hanging) return this.note(oneOf(this.random, hanging));
      return this.random() < this.#weather.share ? this.note(oneOf(this.random, quick)) : undefined;
    },
    answered: ({ call, run }: IncomingCall) => void (call === "start" && this.answered.add(run)),
  };

  note<T extends string>(fault: T): T {
    this.faults[fault] = (this.faults[fault] ?? 0) + 1;
    return fault;
  }
}

/** The open connections of all paths together, and their highest number. */
class Connections {
  open = 0;
  most = 0;

  count(server: Server): void {
    server.on("connection", (socket: Socket) => {
      this.most = Math.max(this.most, ++this.open);
      socket.on("error", () => undefined);
      socket.once("close", () => this.open--);
    });
  }
}

async function open(server: Server, connections: Connections): Promise<number> {
  connections.count(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as { readonly port: number }).port;
}

/** Opens a path that repeatedly stops listening for a moment. */
async function openRefusingPath(proxy: FaultProxy, weather: Weather, connections: Connections): Promise<string> {
  const server = serverOf(proxy.listener);
  const port = await open(server, connections);
  const listenFor = (ms: number): void => void setTimeout(refuse, ms);
  const refuse = (): void => {
    weather.note("refused for 200 ms");
    server.close();
    setTimeout(() => server.listen(port, "127.0.0.1", () => listenFor(1_800)), 200);
  };
  listenFor(1_800);
  return `http://127.0.0.1:${port}`;
}

async function openDistrustedPath(
  proxy: FaultProxy,
  weather: Weather,
  connections: Connections,
  trusted: Certificate,
  untrusted: Certificate,
): Promise<string> {
  const tlsServer = ({ key, cert }: Certificate): Server =>
    createTlsServer({ key, cert }, proxy.listener)
      .on("checkContinue", proxy.listener)
      .on("tlsClientError", () => undefined);
  const [good, bad] = [tlsServer(trusted), tlsServer(untrusted)];
  const server = createServer((socket) => {
    const isBad = weather.random() < 0.1;
    if (isBad) weather.note("tls");
    (isBad ? bad : good).emit("connection", socket);
  });
  return `https://127.0.0.1:${await open(server, connections)}`;
}

async function serve(settings: StormWeather): Promise<void> {
  const sandbox: Sandbox = await startSandbox({ port: 0, speed: settings.speed });
  const weather = new Weather(settings);
  const connections = new Connections();
  const proxy = await faultProxy(sandbox.url, weather.script);
  const pair = await certificates();
  const paths: StormPaths = {
    refusing: await openRefusingPath(proxy, weather, connections),
    distrusted: await openDistrustedPath(proxy, weather, connections, pair.trusted, pair.untrusted),
    plainPort: await open(serverOf(proxy.listener), connections),
    calm: sandbox.url,
    caFile: pair.trusted.file,
  };
  process.on("message", (message) => {
    if (message === "record") process.send?.(record(sandbox, weather, connections, proxy));
    if (message === "end") void pair[Symbol.asyncDispose]().then(() => process.exit(0));
  });
  process.send?.(paths);
}

function record(sandbox: Sandbox, weather: Weather, connections: Connections, proxy: FaultProxy): StormRecord {
  const starts: Record<string, number> = {};
  for (const event of sandbox.journal) if (event.kind === "start") starts[event.name] = (starts[event.name] ?? 0) + 1;
  return {
    starts,
    answered: [...weather.answered],
    calls: weather.calls,
    faults: weather.faults,
    connections: connections.open,
    mostConnections: connections.most,
    strayed: proxy.strayed(),
  };
}

process.once("message", (weather) => void serve(weather as StormWeather));
process.once("disconnect", () => process.exit(0));
