import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { services as sandboxServices } from "../../../packages/sandbox/src/index.ts";
import { type CommandResult, launch, type RunningCommand, type LaunchOptions } from "./command.ts";

/** The two services that differ most, for tests of what every service has: REST and SOAP, with and without a rerun. */
export const services = ["apptest", "ats"] as const;
export type Service = (typeof services)[number];

/** One entry of run.json. */
export interface LedgerEntry {
  readonly provider: string;
  readonly ref: string | null;
  readonly name: string;
  readonly start: string;
  readonly inputs: string | null;
  readonly token: string | null;
  readonly reruns: readonly string[];
  readonly endedAt: string | null;
  readonly verdict: string | null;
}

/** The folder of one test, with an app file, in which the command runs against one address. */
export interface Workspace extends AsyncDisposable {
  readonly path: string;
  /** The environment of an account at the address, for every service. */
  readonly env: Readonly<Record<string, string>>;
  readonly launch: (args: readonly string[], more?: LaunchOptions) => RunningCommand;
  readonly remotest: (args: readonly string[], more?: LaunchOptions) => Promise<CommandResult>;
  /** Returns the text of a report file; undefined if it does not exist. */
  readonly report: (name: string) => Promise<string | undefined>;
  /** Returns the names of the files in the report directory, even in `provider/`; empty if there is none. */
  readonly reports: () => Promise<readonly string[]>;
  readonly ledger: () => Promise<readonly LedgerEntry[]>;
}

export async function openWorkspace(baseUrl: string): Promise<Workspace> {
  const path = await mkdtemp(join(tmpdir(), "remotest-e2e-"));
  await writeFile(join(path, "shop.apk"), "PK\u0003\u0004 an app");
  const env = account(baseUrl);
  const within = (more: LaunchOptions = {}): LaunchOptions => ({ cwd: path, ...more, env: { ...env, ...more.env } });
  const report = async (name: string): Promise<string | undefined> => {
    try {
      return await readFile(join(path, "remotest-report", name), "utf8");
    } catch (error) {
      // A command may move the file at any moment, so its existence is not checked before.
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw error;
    }
  };
  return {
    path,
    env,
    launch: (args, more) => launch(args, within(more)),
    remotest: (args, more) => launch(args, within(more)).ended,
    report,
    reports: async () => {
      const dir = join(path, "remotest-report");
      const all = existsSync(dir) ? await readdir(dir, { recursive: true }) : [];
      return all.filter((name) => name !== "provider").toSorted();
    },
    ledger: async () => {
      const text = await report("run.json");
      return text === undefined ? [] : (JSON.parse(text) as { runs: LedgerEntry[] }).runs;
    },
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** The variables of an account at every service of a sandbox. */
export function account(baseUrl: string): Record<string, string> {
  return Object.assign({}, ...Object.values(sandboxServices).map(({ account: of }) => of(baseUrl)));
}

/** The options that a run of each service needs besides its name, by the name of the provider. */
const what: Readonly<Record<string, (name: string) => readonly string[]>> = {
  apptest: () => ["--project-id", "509", "--app-file", "shop.apk"],
  ats: (name) => ["--app-id", "SHOP-1", "--template-id", name],
  browserstack: () =>
    "--framework espresso --device Pixel-9 --app-file shop.apk --test-suite-file shop.apk --project Shop".split(" "),
  mta: (name) => ["--configuration", name, "--application-instance", "19"],
};

/** Returns the arguments that start a run; its name decides what happens. */
export function startArgs(service: string, name: string, ...more: readonly string[]): readonly string[] {
  const argsOf = what[service];
  if (argsOf === undefined) throw new Error(`What a run of ${service} needs is not in workspace.ts`);
  return [service, ...argsOf(name), "--name", name, ...more];
}

/** Returns the arguments of `remotest run`, with frequent polls. */
export function runArgs(service: string, name: string, ...more: readonly string[]): readonly string[] {
  return ["run", ...startArgs(service, name), "--poll-interval", "100ms", ...more];
}
