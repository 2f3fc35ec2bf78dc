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

  it("through a link, as Kubernetes mounts it: the mode of the target counts", async () => {
    await writeFile(join(folder, "data"), "s3cret", { mode: 0o600 });
    await symlink(join(folder, "data"), join(folder, "link"));
    expect(readSecretFile(join(folder, "link"))).toEqual({ text: "s3cret", isReadableByAll: false });
  });

  it.each([
    { title: "UTF-16 with its mark", bytes: Buffer.from("\uFEFFs3cret\r\n", "utf16le"), text: "s3cret\r\n" },
    { title: "UTF-8 with its mark", bytes: Buffer.from("\uFEFFs3cret"), text: "s3cret" },
  ])("in $title is read as text", async ({ bytes, text }) => {
    await writeFile(join(folder, "encoded"), bytes);
    expect(readSecretFile(join(folder, "encoded"))).toMatchObject({ text });
  });

  it.each([
    { title: "bytes that are not text", bytes: Buffer.from([0x6b, 0xff, 0x79]), says: /not text/ },
    { title: "more than any key", bytes: Buffer.alloc(64 * 1024 + 1, "k"), says: /larger than 64 KiB/ },
  ])("with $title throws, without repeating the content", async ({ bytes, says }) => {
    await writeFile(join(folder, "odd"), bytes);
    expect(() => readSecretFile(join(folder, "odd"))).toThrow(says);
  });

  it("that is a folder throws", () => expect(() => readSecretFile(folder)).toThrow(/not a file/));

  it("that does not exist throws", () => expect(() => readSecretFile(join(folder, "none"))).toThrow(/ENOENT/));
});
