// Where a release goes: every address, in this one file. A rehearsal has the same targets on this machine.
import type { Marketplace } from "./marketplace.ts";

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
  /** The gallery that gets the Azure DevOps extension. */
  readonly marketplace: Marketplace;
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
  marketplace: { publisher: "remotest", extension: "remotest", url: undefined },
  page: { repository: "remotest/remotest" },
};
