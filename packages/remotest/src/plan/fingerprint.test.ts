import { mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InputTable, OptionValues } from "@remotest/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunRequest, contentHash, contentHashes, fingerprint, inputsFingerprint } from "./fingerprint.ts";

let dir: string;
let app: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "remotest-fingerprint-"));
  app = join(dir, "shop.apk");
});
afterAll(() => rmSync(dir, { recursive: true }));

const tables: readonly InputTable[] = [
  {
    baseUrl: { type: "url", doc: "" },
    userId: { type: "text", secret: true, account: "name:key", doc: "" },
    accessKey: { type: "text", secret: true, account: "name:key", doc: "" },
    password: { type: "text", secret: true, doc: "" },
  },
  {
    appFile: { type: "path", doc: "" },
    retries: { type: "integer", min: 0, doc: "" },
    loginId: { type: "text", secret: true, account: "name", doc: "" },
  },
];
const options = (): OptionValues => ({
  baseUrl: "https://example.com",
  userId: "amy",
  accessKey: "s3cret",
  password: "old",
  loginId: "shop:buyer",
  appFile: app,
  retries: 1,
  timeout: 60_000,
});
const request = { provider: "shop", what: "start Nightly", tables, commit: undefined };
const of = async (more: Partial<RunRequest> = {}, env: Record<string, string> = {}): Promise<string | undefined> => {
  writeFileSync(app, "PK an app");
  return inputsFingerprint({ ...request, options: options(), ...more }, env);
};

describe("the fingerprint of a request", () => {
  it("is the same for the same request, and reveals nothing of it", async () => {
    expect(await of()).toMatch(/^[\da-f]{64}$/);
    expect(await of()).toBe(await of());
  });

  it("ignores options that are in no table", async () => {
    expect(await of({ options: { ...options(), timeout: 1 } })).toBe(await of());
  });

  it.each<{ title: string; more?: Partial<RunRequest>; env?: Record<string, string> }>([
    { title: "provider", more: { provider: "other" } },
    { title: "name", more: { what: "start Weekly" } },
    { title: "address", more: { options: { ...options(), baseUrl: "https://example.org" } } },
    { title: "path of the address", more: { options: { ...options(), baseUrl: "https://example.com/ats" } } },
    { title: "port of the address", more: { options: { ...options(), baseUrl: "https://example.com:8443" } } },
    { title: "account", more: { options: { ...options(), userId: "bob" } } },
    { title: "account in one text", more: { options: { ...options(), userId: undefined, accessKey: "bob:s3cret" } } },
    { title: "account of the tests", more: { options: { ...options(), loginId: "shop:seller" } } },
    { title: "input", more: { options: { ...options(), retries: 2 } } },
    { title: "input that is not set", more: { options: { ...options(), retries: undefined } } },
    { title: "commit that the user names", more: { commit: "c0ffee1" } },
    { title: "job", more: { job: "github/octo/shop/41/test/remotest" } },
    { title: "commit on GitHub", env: { GITHUB_SHA: "a" } },
    { title: "commit on Azure DevOps", env: { BUILD_SOURCEVERSION: "a" } },
    { title: "commit on GitLab", env: { CI_COMMIT_SHA: "a" } },
    { title: "commit on Jenkins", env: { GIT_COMMIT: "a" } },
  ])("differs for another $title", async ({ more, env }) => expect(await of(more, env)).not.toBe(await of()));

  it.each<{ title: string; change: OptionValues }>([
    { title: "another key", change: { accessKey: "renewed" } },
    { title: "a key with a colon in it", change: { accessKey: "re:newed" } },
    { title: "another password", change: { password: "new" } },
    { title: "user and key in one text", change: { userId: undefined, accessKey: "amy:s3cret" } },
    { title: "user and key in one text, with the user beside it", change: { accessKey: "amy:renewed" } },
    { title: "user and key in the text of the user", change: { userId: "amy:re:newed", accessKey: undefined } },
    { title: "trailing slashes of the address", change: { baseUrl: "https://example.com//" } },
    { title: "another case of scheme and host", change: { baseUrl: "HTTPS://Example.COM" } },
    { title: "the default port", change: { baseUrl: "https://example.com:443/" } },
  ])("is the same with $title", async ({ change }) => {
    expect(await of({ options: { ...options(), ...change } })).toBe(await of());
  });

  it("contains the name of a file, but not its directory: each attempt at a job may have another workspace", async () => {
    const before = await of();
    const copy = (name: string): string => {
      const path = join(mkdtempSync(join(dir, "workspace-")), name);
      writeFileSync(path, "PK an app");
      return path;
    };
    expect(await of({ options: { ...options(), appFile: copy("shop.apk") } })).toBe(before);
    expect(await of({ options: { ...options(), appFile: copy("cart.apk") } })).not.toBe(before);
  });

  it("differs for another content of the file", async () => {
    const before = await of();
    writeFileSync(app, "PK another");
    expect(await inputsFingerprint({ ...request, options: options() }, {})).not.toBe(before);
  });

  it.each([
    { title: "that does not exist", appFile: "absent.apk" },
    { title: "that is a directory", appFile: tmpdir() },
  ])("is undefined for a file $title", async ({ appFile }) => {
    expect(await of({ options: { ...options(), appFile } })).toBeUndefined();
  });

  it("keeps its parts separate", () => {
    expect(fingerprint(["ab", "c"])).not.toBe(fingerprint(["a", "bc"]));
  });
});

it("the hash of a large file includes its last byte", async () => {
  const large = Buffer.alloc(3 * 1024 * 1024 + 5);
  writeFileSync(app, large);
  const before = await contentHash(app);
  large[large.length - 1] = 1;
  writeFileSync(app, large);
  expect(await contentHash(app)).not.toBe(before);
});

it("says that it reads a file of more than 64 MiB, and of a smaller one nothing", async () => {
  const told: string[] = [];
  truncateSync(app, 64 * 2 ** 20);
  await contentHash(app, (path) => told.push(path));
  expect(told).toEqual([]);
  truncateSync(app, 64 * 2 ** 20 + 1);
  await contentHash(app, (path) => told.push(path));
  expect(told).toEqual([app]);
});

it("lets other work come between the parts of a large file", async () => {
  truncateSync(app, 64 * 2 ** 20);
  let turns = 0;
  const counting = setInterval(() => turns++, 0);
  await contentHash(app);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(3);
});

it("reads a file once for all runs", async () => {
  writeFileSync(app, "PK an app");
  const hashOf = contentHashes(() => undefined);
  expect(hashOf(app)).toBe(hashOf(app));
  expect(await hashOf(app)).toBe(await contentHash(app));
});
