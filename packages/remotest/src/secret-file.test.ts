import { chmod, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { platform, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readSecretFile } from "./secret-file.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "remotest-secret-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe.skipIf(platform() === "win32")("the file of a secret, by its mode", () => {
  it.each([
    { mode: 0o400, isReadableByAll: false },
    { mode: 0o600, isReadableByAll: false },
    { mode: 0o640, isReadableByAll: false },
    { mode: 0o660, isReadableByAll: false },
    { mode: 0o644, isReadableByAll: true },
    { mode: 0o604, isReadableByAll: true },
    // As Docker mounts a secret.
    { mode: 0o444, isReadableByAll: true },
  ])("$mode", async ({ mode, isReadableByAll }) => {
    const path = join(folder, `key-${mode}`);
    await writeFile(path, "s3cret\n");
    await chmod(path, mode);
    expect(readSecretFile(path)).toEqual({ text: "s3cret\n", isReadableByAll });
  });

  it("through a link, as Kubernetes mounts it: the mode of what it leads to counts", async () => {
    await writeFile(join(folder, "data"), "s3cret", { mode: 0o600 });
    await symlink(join(folder, "data"), join(folder, "link"));
    expect(readSecretFile(join(folder, "link"))).toEqual({ text: "s3cret", isReadableByAll: false });
  });

  it("that is not there throws", () => expect(() => readSecretFile(join(folder, "none"))).toThrow(/ENOENT/));
});
