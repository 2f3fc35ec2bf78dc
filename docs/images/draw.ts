// Draws the terminal of the README anew, from what the built command really prints:
//   pnpm build && pnpm exec node docs/images/draw.ts
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtCommand as command } from "../../test/e2e/stage/command.ts";
import { terminalPicture } from "./terminal-picture.ts";

const shown = "remotest run apptest --project-id 1120 --app-file app-release.apk";
const dir = await mkdtemp(join(tmpdir(), "remotest-pictures-"));
await writeFile(join(dir, "app-release.apk"), "an app");
await truncate(join(dir, "app-release.apk"), 3_000_000);

const sandbox = spawn(process.execPath, [command, "sandbox", "--port", "0", "--speed", "5"], {
  stdio: ["ignore", "pipe", "ignore"],
});
const [said] = (await once(sandbox.stdout, "data")) as [Buffer];
const url = said.toString().trim();
const printed = await new Promise<string>((done) =>
  execFile(
    process.execPath,
    [command, ...shown.split(" ").slice(1)],
    {
      cwd: dir,
      env: {
        PATH: process.env["PATH"],
        FORCE_COLOR: "1",
        APPTEST_BASE_URL: url,
        APPTEST_ACCESS_KEY: "demo:demo",
        CI_COMMIT_TITLE: "Do not let a declined card fail the checkout",
      },
    },
    (_failed, _stdout, stderr) => done(stderr),
  ),
);
sandbox.kill();

const lines = [
  `$ ${shown}`,
  ...printed.replaceAll(url, "http://127.0.0.1:4010").replaceAll(dir, "/builds/shop").trimEnd().split("\n"),
];
await writeFile(join(import.meta.dirname, "failing-run.svg"), terminalPicture(lines));
await rm(dir, { recursive: true });
