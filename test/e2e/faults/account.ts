// The account of these tests. The fault proxy replaces it with the sandbox's own account, so that any secret that is found
// is one of these.
import type { AnyService } from "../stage/workspace.ts";

export const secrets = {
  userId: "robot-5f1c9a",
  accessKey: "k3y-b7d20e4c81",
  apiToken: "t0ken-93ad6f2250",
  username: "tester-0c7e41",
  password: "p4ss-6d1b93e5fa",
} as const;

/** The header of requests to apptest.ai. */
const authorization: string = basic(`${secrets.userId}:${secrets.accessKey}`);
/** The header that the sandbox accepts. */
export const sandboxAuthorization: string = basic("demo:demo");

/** The secrets that each service knows and can echo, in every form in which it received them. */
export const known: Readonly<Record<AnyService, readonly string[]>> = {
  apptest: [secrets.userId, secrets.accessKey, authorization.slice("Basic ".length)],
  ats: [secrets.apiToken],
  mta: [secrets.password, basic(`${secrets.username}:${secrets.password}`).slice("Basic ".length)],
};

/** Every form in which a secret could be found. */
export const forms: readonly string[] = Object.values(known).flat();

/** The variables of the account at every service. */
export function accountAt(baseUrl: string): Record<string, string> {
  return {
    APPTEST_BASE_URL: baseUrl,
    APPTEST_USER_ID: secrets.userId,
    APPTEST_ACCESS_KEY: secrets.accessKey,
    ATS_BASE_URL: baseUrl,
    ATS_API_TOKEN: secrets.apiToken,
    MTA_BASE_URL: baseUrl,
    MTA_USERNAME: secrets.username,
    MTA_PASSWORD: secrets.password,
  };
}

function basic(pair: string): string {
  return `Basic ${Buffer.from(pair).toString("base64")}`;
}
