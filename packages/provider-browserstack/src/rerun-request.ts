import type { Build, BuildRequest } from "@remotest/browserstack-client";
import { ProviderError } from "@remotest/core";

/** The parts of a start that a rerun of its build repeats, besides the app, the tests and the devices. */
const repeated: readonly (keyof BuildRequest)[] = [
  ...(["project", "buildTag", "only-testing", "skip-testing", "execute", "includeTags", "excludeTags"] as const),
  ...(["shards", "video", "deviceLogs", "networkLogs"] as const),
];

/**
 * The body of a start that reruns what did not pass in a build, from what the build says about its own start.
 * docs, XCUITest and Maestro: testOrchestrationOptions.rerunPreviouslyFailed.
 *
 * @throws {ProviderError} if the build does not say what it was started with.
 */
export function rerunRequest({ id, asked }: Pick<Build, "id" | "asked">): BuildRequest {
  const { app, testSuite, devices } = asked;
  const isDevices = Array.isArray(devices) && devices.length > 0 && devices.every((each) => typeof each === "string");
  if (typeof app !== "string" || typeof testSuite !== "string" || !isDevices)
    throw new ProviderError({
      code: "browserstack-rerun-unknown",
      message: "BrowserStack does not say with which app, tests and devices the build was started",
      next: "Start a new run.",
      retry: "never",
    });
  const rest = repeated.flatMap((name) => {
    const value = plain(asked[name]);
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...(Object.fromEntries(rest) as Partial<BuildRequest>),
    app,
    testSuite,
    devices,
    testOrchestrationOptions: { rerunPreviouslyFailed: { enabled: true, sourceBuildId: id } },
  };
}

/** Booleans occur as texts; what is empty was not given. */
function plain(value: unknown): unknown {
  if (value === "true" || value === "false") return value === "true";
  const isEmpty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return isEmpty ? undefined : value;
}
