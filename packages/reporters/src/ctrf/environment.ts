import type { Report } from "@remotest/core/flow";
import type { CTRFReport, Environment } from "ctrf";
import { safeHref } from "../words/safe-href.ts";
import { clean, type CleanText, joined, serviceLine } from "../words/service-text.ts";
import type { CleanTexts } from "./clean-ctrf.ts";

/** Which commit was tested by which build. Nothing is written that is not known. */
export function environment({ runs, commit, origin = { system: "" } }: Report): CleanTexts<Environment> {
  const names = runs.map(({ name }) => serviceLine(name, 200));
  const { build, branch, repository } = origin;
  const number = build !== undefined && /^\d{1,15}$/.test(build) ? Number(build) : undefined;
  const buildUrl = page(origin.buildUrl);
  const repositoryUrl = page(origin.repositoryUrl);
  return {
    reportName: joined(names, ", ") || clean`remotest`,
    ...(build !== undefined && { buildId: serviceLine(build, 200) }),
    ...(number !== undefined && { buildNumber: number }),
    ...(buildUrl !== undefined && { buildUrl }),
    ...(repository !== undefined && { repositoryName: serviceLine(repository, 200) }),
    ...(repositoryUrl !== undefined && { repositoryUrl }),
    ...(commit !== undefined && { commit: serviceLine(commit, 100) }),
    ...(branch !== undefined && { branchName: serviceLine(branch, 500) }),
  };
}

/**
 * The ID of the run as CTRF means it, which the shards of one build have in common: the address of the build, otherwise
 * the references of the runs. Absent if neither is known.
 */
export function runId({ runs, origin }: Report): Pick<CleanTexts<CTRFReport>, "runId"> {
  const build = page(origin?.buildUrl);
  const refs = runs.flatMap(({ handle }): CleanText[] => (handle ? [serviceLine(handle.ref, 500)] : []));
  const id = build ?? joined(refs, " ");
  return id === "" ? {} : { runId: id };
}

function page(href: string | undefined): CleanText | undefined {
  return href === undefined ? undefined : safeHref(href);
}
