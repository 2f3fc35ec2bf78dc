import type { Build } from "@remotest/browserstack-client";

/** The parts of a build that its start asked for: if some of them are missing, some tests did not run. */
export interface RequestedParts {
  readonly devices: number;
  /** On each device: one for each shard, so 1 without shards. */
  readonly sessions: number;
}

/** Returns the parts that the body of a start asks for; undefined for each that it does not say. */
export function requestedParts({
  devices,
  shards,
}: {
  readonly devices?: unknown;
  readonly shards?: unknown;
}): Partial<RequestedParts> {
  return {
    ...(Array.isArray(devices) && devices.length > 0 && { devices: devices.length }),
    ...sessionsIn(shards),
  };
}

/**
 * Returns the parts that a build was asked for: the larger number, if its start and its description differ.
 *
 * @param own asked for by this process; undefined for a build that it only attached to
 */
export function requestedPartsOf(
  { asked, devices }: Pick<Build, "asked" | "devices">,
  own: Partial<RequestedParts> = {},
): Partial<RequestedParts> {
  const echo = requestedParts(asked);
  // A build of shards whose description leaves out how many.
  const isSilent = (asked["shards"] ?? undefined) === undefined && devices.some(({ isSharded }) => isSharded);
  return {
    ...larger("devices", own.devices, echo.devices),
    ...larger("sessions", own.sessions, isSilent ? undefined : echo.sessions),
  };
}

function larger(name: keyof RequestedParts, ...counts: readonly (number | undefined)[]): Partial<RequestedParts> {
  const known = counts.filter((count) => count !== undefined);
  return known.length === 0 ? {} : { [name]: Math.max(...known) };
}

function sessionsIn(shards: unknown): Partial<RequestedParts> {
  if (shards === undefined || shards === null) return { sessions: 1 };
  const number: unknown = typeof shards === "object" ? Reflect.get(shards, "numberOfShards") : undefined;
  const sessions = typeof number === "string" && /^\d{1,6}$/.test(number) ? Number(number) : number;
  return typeof sessions === "number" && Number.isSafeInteger(sessions) && sessions > 0 ? { sessions } : {};
}
