import type { Quarantine } from "@remotest/core";
import type { Report, RunReport } from "@remotest/core/flow";
import { text, type Xml, xml } from "./xml-text.ts";
import { quarantineReason } from "../words/quarantine-words.ts";
import { safeHref } from "../words/safe-href.ts";
import { type CleanText, clean, serviceLine } from "../words/service-text.ts";

type Property = readonly [name: CleanText, value: CleanText];

/**
 * The properties of a suite: which run it is from, and of which commit. Here they do not change the suite's name, by
 * which other programs follow its tests.
 *
 * @param quarantined the forgiven test cases. The property is of the suite and names its test case, because Jenkins'
 *   schema has no properties in a test case
 */
export function suiteProperties(
  report: Report,
  run: RunReport | undefined,
  quarantined: readonly (readonly [name: CleanText, entry: Quarantine])[] = [],
): readonly Xml[] {
  const all: readonly Property[] = [
    ...(run ? ofRun(run) : []),
    ...ofBuild(report),
    ...quarantined.map(([name, { reason, until }]): Property => {
      return [clean`quarantined`, clean`${name}: ${quarantineReason(reason)}, until ${serviceLine(until, 40)}`];
    }),
  ];
  const lines = all.flatMap(([name, value]) =>
    value === "" ? [] : [xml`      <property name="${text(name)}" value="${text(value)}"/>`],
  );
  return lines.length === 0 ? [] : [xml`    <properties>`, ...lines, xml`    </properties>`];
}

function ofRun({ provider, name, handle }: RunReport): readonly Property[] {
  const page = handle?.url === undefined ? undefined : safeHref(handle.url);
  return [
    [clean`provider`, serviceLine(provider)],
    [clean`run`, serviceLine(name, 500)],
    ...(handle ? [[clean`reference`, serviceLine(handle.ref, 500)] as const] : []),
    ...(page === undefined ? [] : [[clean`url`, page] as const]),
  ];
}

function ofBuild({ commit, origin }: Report): readonly Property[] {
  const page = origin?.buildUrl === undefined ? undefined : safeHref(origin.buildUrl);
  return [
    ...(commit === undefined ? [] : [[clean`commit`, serviceLine(commit, 100)] as const]),
    ...(origin?.branch === undefined ? [] : [[clean`branch`, serviceLine(origin.branch, 500)] as const]),
    ...(origin?.build === undefined ? [] : [[clean`build`, serviceLine(origin.build, 200)] as const]),
    ...(page === undefined ? [] : [[clean`build-url`, page] as const]),
  ];
}
