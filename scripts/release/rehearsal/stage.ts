// The targets of a release on this machine, and the surroundings of a stranger who uses what was released there.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { run } from "../program.ts";
import { publicTargets, type Targets } from "../targets.ts";
import { startGallery } from "./gallery.ts";
import { startRegistry } from "./registry.ts";

/** Empty targets. `await using` stops the registry and removes everything. */
export interface Stage extends AsyncDisposable {
  readonly folder: string;
  readonly registry: string;
  readonly targets: Targets;
  /** The arguments with which Node publishes a build here, in the checkout of its commit. */
  readonly publishing: (built: string) => readonly string[];
  /** The environment of a release that publishes here. */
  readonly publisher: Readonly<Record<string, string>>;
  /** Makes an empty home, and returns the environment of someone in it; the public addresses lead here. */
  readonly stranger: () => Promise<Stranger>;
}

export interface Stranger {
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
}

export async function openStage(): Promise<Stage> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-rehearsal-"));
  const registry = await startRegistry(join(folder, "registry"));
  const gallery = await startGallery(join(folder, "gallery"));
  const targets = localTargets(folder, registry.url, gallery.url);
  const targetsFile = join(folder, "targets.json");
  await writeFile(targetsFile, JSON.stringify(targets));
  for (const address of Object.values(gitAddresses(targets)))
    await run("git", ["init", "--quiet", "--bare", "--initial-branch", "main", address]);
  const gitConfig = join(folder, "gitconfig");
  await writeFile(gitConfig, insteadOf(targets));
  const npmConfig = join(folder, "npmrc");
  // npm does not publish without a token; the registry accepts any.
  await writeFile(npmConfig, `${registry.url.replace(/^http:/, "")}:_authToken=rehearsal\n`);
  let strangers = 0;
  return {
    folder,
    registry: registry.url,
    targets,
    publishing: (built) => ["scripts/release/release.ts", "--publish", built, "--targets", targetsFile],
    publisher: {
      PATH: [join(import.meta.dirname, "../../../node_modules/.bin"), process.env["PATH"]].join(delimiter),
      npm_config_userconfig: npmConfig,
      npm_config_cache: join(folder, "npm-cache"),
      MARKETPLACE_TOKEN: "rehearsal",
      // The settings that the tool for the Marketplace remembers.
      HOME: folder,
    },
    stranger: async () => {
      const home = join(folder, `home-${++strangers}`);
      await mkdir(home);
      const npm = { npm_config_registry: registry.url, npm_config_update_notifier: "false" };
      const git = { GIT_CONFIG_GLOBAL: gitConfig, GIT_CONFIG_NOSYSTEM: "1" };
      return { home, env: { HOME: home, PATH: ordinaryPath(), NO_COLOR: "1", ...npm, ...git } };
    },
    [Symbol.asyncDispose]: async () => {
      await registry[Symbol.asyncDispose]();
      await gallery[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** The same targets on this machine: what is files is in a folder; a registry and a gallery listen here. */
function localTargets(folder: string, registry: string, gallery: string): Targets {
  return {
    source: join(folder, "remotest.git"),
    npm: registry,
    githubAction: join(folder, "github-action.git"),
    jenkinsLibrary: join(folder, "jenkins-library.git"),
    gitlabComponent: join(folder, "gitlab-component.git"),
    marketplace: { ...publicTargets.marketplace, url: gallery },
    page: { folder: join(folder, "page") },
  };
}

/** The git repositories among the targets. */
export function gitAddresses({ source, githubAction, jenkinsLibrary, gitlabComponent }: Targets): {
  readonly [Name in "source" | "githubAction" | "jenkinsLibrary" | "gitlabComponent"]: string;
} {
  return { source, githubAction, jenkinsLibrary, gitlabComponent };
}

/** Lets git find the local repositories at the public addresses. GitLab's programs also write the port. */
function insteadOf(targets: Targets): string {
  const local = gitAddresses(targets);
  const parts = Object.entries(gitAddresses(publicTargets)).map(([name, address]) => {
    const lines = [address, address.replace(/^(https:\/\/[^/]+)/, "$1:443")].map((each) => `\tinsteadOf = ${each}\n`);
    return `[url "${local[name as keyof typeof local]}"]\n${lines.join("")}`;
  });
  return `[user]\n\tname = A Stranger\n\temail = stranger@example.com\n${parts.join("")}`;
}

/** The PATH without the tools of this repository, but with its Node. */
function ordinaryPath(): string {
  const others = (process.env["PATH"] ?? "").split(delimiter).filter((each) => !each.includes("node_modules"));
  return [dirname(process.execPath), ...others].join(delimiter);
}
