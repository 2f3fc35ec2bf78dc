// Where a release goes: every address, in this one file. A rehearsal has the same targets on this machine.
import { join } from "node:path";

/** An address for each part of a release. */
export interface Targets {
  /** The git repository with the sources, which gets the tags `v1.2.3` and `v1`. */
  readonly source: string;
  /** The npm registry; undefined for the one that npm is configured with. */
  readonly npm: string | undefined;
  /** The git repository of the GitHub Action: `action.yml` at its top, the tags `v1.2.3` and `v1`. */
  readonly githubAction: string;
  /** The git repository of the Jenkins library, with the same tags. */
  readonly jenkinsLibrary: string;
  /** The GitLab project of the component, with the tag `1.2.3`: its pipeline makes the release for the catalog. */
  readonly gitlabComponent: string;
  /** The Azure DevOps extension: on the Marketplace, or as files in a folder. */
  readonly marketplace: { readonly publisher: string; readonly extension: string } | { readonly folder: string };
  /** The page of the release, with its files: on GitHub, or a folder. */
  readonly page: { readonly repository: string } | { readonly folder: string };
}

/** The targets that users know. */
export const publicTargets: Targets = {
  source: "https://github.com/remotest/remotest.git",
  npm: undefined,
  githubAction: "https://github.com/remotest/github-action.git",
  jenkinsLibrary: "https://github.com/remotest/jenkins-library.git",
  gitlabComponent: "https://gitlab.com/remotest/gitlab-component.git",
  marketplace: { publisher: "remotest", extension: "remotest" },
  page: { repository: "remotest/remotest" },
};

/** The same targets on this machine: bare repositories and folders in a folder, and a registry that listens here. */
export function localTargets(folder: string, registry: string): Targets {
  return {
    source: join(folder, "remotest.git"),
    npm: registry,
    githubAction: join(folder, "github-action.git"),
    jenkinsLibrary: join(folder, "jenkins-library.git"),
    gitlabComponent: join(folder, "gitlab-component.git"),
    marketplace: { folder: join(folder, "marketplace") },
    page: { folder: join(folder, "page") },
  };
}
