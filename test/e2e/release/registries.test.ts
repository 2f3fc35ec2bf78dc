import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { isOnMarketplace, publishExtension } from "../../../scripts/release/marketplace.ts";
import { isOnRegistry, type NpmPackage, publishPackage } from "../../../scripts/release/npm-target.ts";
import { openStage, type Stage } from "../../../scripts/release/rehearsal/stage.ts";
import type { Version } from "../../../scripts/release/version.ts";
import { requirePeer } from "../stage/peer.ts";
import { type SmallRelease, smallRelease } from "./small-release.ts";

requirePeer("unzip", ["unzip", "-v"])("a registry and a gallery that get a release", () => {
  let stage: Stage;
  let small: SmallRelease;
  beforeAll(async () => {
    [stage, small] = [await openStage(), await smallRelease()];
    for (const [name, value] of Object.entries(stage.publisher)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    for (const each of [stage, small]) await each[Symbol.asyncDispose]();
  });

  /** Packs `remotest` with something in it. */
  async function packed(version: Version, content: string): Promise<NpmPackage> {
    const folder = await mkdtemp(join(tmpdir(), "remotest-packed-"));
    await mkdir(join(folder, "package"));
    await writeFile(join(folder, "package/package.json"), JSON.stringify({ name: "remotest", version }));
    await writeFile(join(folder, "package/index.js"), content);
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], { cwd: join(folder, "package") });
    return { name: "remotest", version, file: join(folder, `remotest-${version}.tgz`), registry: stage.registry };
  }

  test("npm: the same bytes are there, other bytes and lower versions are refused", async () => {
    const release = await packed("1.1.0", "1");
    expect(await isOnRegistry(release)).toBe(false);
    await publishPackage(release);
    expect(await isOnRegistry(release)).toBe(true);
    await expect(isOnRegistry(await packed("1.1.0", "2"))).rejects.toThrow("remotest@1.1.0 on the npm registry is");
    await expect(isOnRegistry(await packed("1.0.9", "1"))).rejects.toThrow("1.0.9 is not at the npm registry");
    expect(await isOnRegistry(await packed("1.1.1", "1"))).toBe(false);
  });

  test("npm: a registry that does not answer does not mean that nothing is there", async () => {
    const release = { ...(await packed("1.1.2", "1")), registry: "http://127.0.0.1:9/" };
    vi.stubEnv("npm_config_fetch_retries", "0");
    await expect(isOnRegistry(release)).rejects.toThrow("ECONNREFUSED");
  });

  test("the gallery: a version counts once it is validated; a lower one is refused", async () => {
    const { marketplace } = stage.targets;
    const extension = join(small.built, "azure/remotest-1.0.0.vsix");
    expect(await isOnMarketplace(marketplace, "1.0.0")).toBe(false);
    await publishExtension(marketplace, "1.0.0", extension);
    expect(await isOnMarketplace(marketplace, "1.0.0")).toBe(true);
    await expect(isOnMarketplace(marketplace, "0.9.0")).rejects.toThrow("0.9.0 is not at the Marketplace");
    await publishExtension(marketplace, "1.0.0", extension);
  });

  test("the gallery: one that does not answer, or no token, does not mean that nothing is there", async () => {
    const silent = { ...stage.targets.marketplace, url: "http://127.0.0.1:9/" };
    await expect(isOnMarketplace(silent, "1.0.0")).rejects.toThrow("extension show");
    vi.stubEnv("MARKETPLACE_TOKEN", "");
    await expect(isOnMarketplace(stage.targets.marketplace, "1.0.0")).rejects.toThrow("MARKETPLACE_TOKEN is not set.");
  });

  test("an error does not tell the token", async () => {
    vi.stubEnv("MARKETPLACE_TOKEN", "s3cr3t-token");
    const silent = { ...stage.targets.marketplace, url: "http://127.0.0.1:9/" };
    const error: unknown = await isOnMarketplace(silent, "1.0.0").catch((thrown: unknown) => thrown);
    expect(String(error)).toContain("--token ***");
    expect(String(error)).not.toContain("s3cr3t");
  });
});
