import type { BuildRequest, Framework } from "@remotest/browserstack-client";
import type { BrowserstackStart } from "./inputs.ts";

/** The addresses of the uploads. */
export interface Uploads {
  readonly app: string;
  readonly testSuite: string;
}

/** The options that only one framework has. */
export const filtersOf: Readonly<Record<Framework, readonly (keyof BrowserstackStart)[]>> = {
  espresso: ["class", "package", "annotation", "size"],
  xcuitest: ["onlyTesting", "skipTesting"],
  maestro: ["execute", "includeTag", "excludeTag"],
};

/** The sizes of tests that Espresso knows. */
export const sizes = ["SmallTest", "MediumTest", "LargeTest"] as const;

/** The body of a start. @param name begins with the token of the start, by which the build is found again */
export function buildRequest(options: BrowserstackStart, name: string, { app, testSuite }: Uploads): BuildRequest {
  const { device, project, video, deviceLogs, networkLogs } = options;
  const size = options.size?.flatMap((each) => sizes.filter((known) => known.toLowerCase() === each.toLowerCase()));
  const given = {
    project: project === undefined ? undefined : allowedText(project),
    class: options.class,
    package: options.package,
    annotation: options.annotation,
    size,
    "only-testing": options.onlyTesting,
    "skip-testing": options.skipTesting,
    execute: options.execute,
    includeTags: options.includeTag,
    excludeTags: options.excludeTag,
    shards: shardsOf(options),
    video,
    deviceLogs,
    networkLogs,
  };
  const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  return { ...set, app, testSuite, devices: [...device], buildTag: allowedText(name) };
}

/** Returns the part of a start that divides its tests. */
export function shardsOf({ shards }: Pick<BrowserstackStart, "shards">): BuildRequest["shards"] {
  return shards === undefined ? undefined : { numberOfShards: shards };
}

/** Nothing documents the longest tag. */
const longestTag = 100;

/**
 * Returns a text of the characters that a project and a tag may have. BrowserStack drops all others, so it would show a
 * name without its spaces.
 * @example allowedText("[k7x2m9] Fix the cart!") // "[k7x2m9]-Fix-the-cart"
 */
export function allowedText(text: string): string {
  const allowed = text.replaceAll(/[^A-Za-z0-9.:\-[\]/@&'_]+/g, "-").replaceAll(/^-|-$/g, "");
  return allowed.slice(0, longestTag).replace(/-$/, "");
}

/** Returns the system of the devices. Only Maestro's start names it. */
export function platformOf(devices: readonly string[]): "android" | "ios" {
  return devices.some(isApple) ? "ios" : "android";
}

export function isApple(device: string): boolean {
  return /^\W*i(?:phone|pad)/i.test(device);
}
