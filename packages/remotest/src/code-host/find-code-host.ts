import type { InputNames, Transport, Wording } from "@remotest/core";
import { isSecure } from "../network/secure-address.ts";
import type { Platform } from "../platform.ts";
import { openApi } from "./api.ts";
import type { CodeHost } from "./code-host.ts";
import { gitHub, gitHubHeaders, gitHubPlace } from "./github.ts";
import { gitLab, gitLabHeaders, gitLabPlace } from "./gitlab.ts";

/** Everything that is needed to find the code host of this build. */
export interface HostSettings {
  readonly commit: string | undefined;
  readonly token: string | undefined;
  readonly insecureHttp: boolean;
}

/** The code host, or why there is none: after "because". */
export type FoundHost = { readonly host: CodeHost } | { readonly because: Wording };

interface System {
  /** The variable by which it is recognised, and that of its API: the token is sent nowhere else. */
  readonly sign: string;
  readonly api: string;
  readonly open: (address: string, token: string) => CodeHost | undefined;
}

/** Finds the code host of the CI system that runs this command. Nothing is sent yet. */
export function findCodeHost(
  { commit, token, insecureHttp }: HostSettings,
  { env, version }: Pick<Platform, "env" | "version">,
  transport: Transport,
): FoundHost {
  const systems: readonly System[] = [
    {
      sign: "GITHUB_ACTIONS",
      api: "GITHUB_API_URL",
      open: (address, key) => {
        const place = gitHubPlace(env, commit);
        return place && gitHub(openApi(address, gitHubHeaders(key, version), transport), place);
      },
    },
    {
      sign: "GITLAB_CI",
      api: "CI_API_V4_URL",
      open: (address, key) => {
        const place = gitLabPlace(env, commit);
        return place && gitLab(openApi(address, gitLabHeaders(key, version), transport), place);
      },
    },
  ];
  const system = systems.find(({ sign }) => env[sign]?.trim());
  if (!system) return { because: "this is neither a job of GitHub Actions nor of GitLab CI" };
  if (token === undefined) return { because: noToken };
  const address = env[system.api]?.trim() ?? "";
  const problem = addressProblem(address, insecureHttp);
  if (problem !== undefined) return { because: `${system.api} ${problem}, so the token is not sent there` };
  const host = system.open(address, token);
  return host ? { host } : { because: "the CI system does not say which commit of which repository it builds" };
}

const noToken = ({ secret }: InputNames): string =>
  `${secret("remotest", "ciToken")} is not set; a pull or merge request from a fork may not have it`;

function addressProblem(address: string, insecureHttp: boolean): string | undefined {
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) return "is not an address";
  const { username, password, search, hash } = new URL(address);
  if (username || password || search || hash) return "has more than an address";
  return isSecure(address) || insecureHttp ? undefined : "is not https";
}
