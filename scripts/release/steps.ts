import type { Artefacts } from "./artefacts.ts";
import { hasFiles, hasMajorTag, hasTagOf, moveMajorTag, pushFiles, pushTag, type GitTarget } from "./git-target.ts";
import { isOnMarketplace, publishExtension } from "./marketplace.ts";
import { isOnRegistry, publishPackage } from "./npm-target.ts";
import { isPageThere, publishPage } from "./release-page.ts";
import type { Group, Step } from "./step.ts";
import type { Targets } from "./targets.ts";
import { majorOf } from "./version.ts";

/**
 * Lists the steps of a release, in order. The tag of the sources comes first, the packages before the plugins that fetch
 * them, what users get without asking (`v1`) after everything else, and the page, which says that the release is
 * complete, last.
 * @param repository the repository on this machine that has the commit of the release
 */
export function releaseSteps(built: Artefacts, targets: Targets, repository: string): readonly Step[] {
  const { version, commit } = built;
  const source: Mirror = { name: "the sources", address: targets.source, prefix: "v" };
  const action: Mirror = { name: "github-action", address: targets.githubAction, prefix: "v" };
  const library: Mirror = { name: "jenkins-library", address: targets.jenkinsLibrary, prefix: "v" };
  const component: Mirror = { name: "gitlab-component", address: targets.gitlabComponent, prefix: "" };
  const page = { version, notes: built.notes, files: built.downloads };
  return [
    {
      group: "source",
      isPublic: true,
      name: `tag v${version} of the sources`,
      isPublished: () => hasTagOf(source, version, commit),
      publish: () => pushTag(source, version, commit, repository),
    },
    ...built.packages.map(({ name, file }): Step => {
      const packed = { name, version, file, registry: targets.npm };
      return {
        group: "npm",
        isPublic: true,
        name: `npm package ${name}@${version}`,
        isPublished: () => isOnRegistry(packed),
        publish: () => publishPackage(packed),
      };
    }),
    {
      group: "marketplace",
      isPublic: false,
      name: `Azure DevOps extension ${version}`,
      isPublished: () => isOnMarketplace(targets.marketplace, version),
      publish: () => publishExtension(targets.marketplace, version, built.extension),
    },
    ...[action, library, component].map((mirror) => versionTag(mirror, built)),
    ...[action, library].map((mirror) => majorTag("mirrors", mirror, built)),
    majorTag("page", source, built),
    {
      group: "page",
      isPublic: true,
      name: `page of the release v${version}`,
      isPublished: () => isPageThere(targets.page, page),
      publish: () => publishPage(targets.page, page),
    },
  ];
}

/** A repository by its name: that of the sources, or one with the files of a plugin. */
interface Mirror extends GitTarget {
  readonly name: string;
}

function versionTag(mirror: Mirror, { version, commit, date, path }: Artefacts): Step {
  const files = path(`mirrors/${mirror.name}`);
  const message = `Remotest ${version}\n\nBuilt from remotest/remotest@${commit}.`;
  return {
    group: "mirrors",
    isPublic: true,
    name: `tag ${mirror.prefix}${version} of ${mirror.name}`,
    isPublished: () => hasFiles(mirror, version, files),
    publish: () => pushFiles(mirror, version, files, { message, date }),
  };
}

function majorTag(group: Group, mirror: Mirror, { version }: Artefacts): Step {
  return {
    group,
    isPublic: true,
    name: `tag ${mirror.prefix}${majorOf(version)} of ${mirror.name}`,
    isPublished: () => hasMajorTag(mirror, version),
    publish: () => moveMajorTag(mirror, version),
  };
}
