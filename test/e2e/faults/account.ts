// The account of these tests. The fault proxy replaces it with the sandbox's own account, so that any secret that is found
// is one of these.

export const secrets = {
  userId: "robot-5f1c9a",
  accessKey: "k3y-b7d20e4c81",
  apiToken: "t0ken-93ad6f2250",
  username: "tester-0c7e41",
  password: "p4ss-6d1b93e5fa",
  cloudUser: "crew_4d81f7",
  cloudKey: "cl0ud-58a2c6e9b3",
} as const;

/** The header that the sandbox accepts. */
export const sandboxAuthorization: string = `Basic ${encoded("demo", "demo")}`;

/** Returns a user and a password as basic authentication sends them. */
export function encoded(user: string, password: string): string {
  return Buffer.from(`${user}:${password}`).toString("base64");
}
