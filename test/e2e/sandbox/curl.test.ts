import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Sandbox, startSandbox } from "../../../packages/sandbox/src/index.ts";
import { requirePeer } from "../stage/peer.ts";

// The vendor's own example of a request (runTestset in specs/apptest.openapi.yaml), as printed there.
const printed = String.raw`curl    --request POST \
        --user {user_id}:{access_key} \
        -F 'app_file=@/path/of/your/app_file' \
        -F 'data={\
            "pid": 509, \
            "testset_name": "Testset Name Example #1", \
            "time_limit": 5, \
            "use_vo": false, \
            "credentials": { \
                "login_id": "credentials_id", \
                "login_pw": "credentials_pw" \
            } \
        }' https://api.apptest.ai/openapi/v2/testset`;

/** In quotes, a shell keeps a backslash at a line end, which is not valid in JSON: joins the lines. */
const fixedCommand = printed.replace(/'data=[^']*'/, (data) => data.replaceAll("\\\n", "\n"));

requirePeer("curl", ["curl", "--version"])("curl with the page's own command line", () => {
  let sandbox: Sandbox;
  let folder: string;
  let app: string;
  const content = randomBytes(3 * 2 ** 20 + 1);

  beforeAll(async () => {
    sandbox = await startSandbox({ port: 0, speed: 1000 });
    folder = await mkdtemp(join(tmpdir(), "remotest-curl-"));
    app = join(folder, "shop 앱.apk");
    await writeFile(app, content);
  });
  afterAll(async () => {
    await sandbox.close();
    await rm(folder, { recursive: true });
  });

  /** Runs a command line of the page in a shell, with only its address, account and file replaced. */
  const shell = async (
    command: string,
    account = "demo:demo",
  ): Promise<{ status: number; sent: number; body: string }> => {
    const filled = command
      .replace("{user_id}:{access_key}", account)
      .replace("/path/of/your/app_file", app)
      .replace("https://api.apptest.ai", sandbox.url)
      .replace("curl ", String.raw`curl --silent --show-error --write-out '\n%{http_code} %{size_upload}' `);
    const { stdout } = await promisify(execFile)("/bin/sh", ["-c", filled]);
    const end = stdout.lastIndexOf("\n");
    const [status, sent] = stdout.slice(end + 1).split(" ");
    return { status: Number(status), sent: Number(sent), body: stdout.slice(0, end) };
  };

  it("starts a testset after its JSON is fixed, and the file arrives byte for byte", async () => {
    const { status, body } = await shell(fixedCommand);
    expect({ status, body: JSON.parse(body) as unknown }).toEqual({
      status: 200,
      body: { data: { test_count: 3, testset_id: 251929 }, result_code: 0, result_msg: "", reason: "" },
    });
    expect(sandbox.journal).toContainEqual({
      kind: "upload",
      fileName: "shop 앱.apk",
      contentType: "application/octet-stream",
      bytes: content.length,
      sha256: createHash("sha256").update(content).digest("hex"),
    });
    expect(sandbox.journal).toContainEqual({
      kind: "start",
      service: "apptest",
      id: "251929",
      name: "Testset Name Example #1",
    });
  });

  it("is refused as printed, because of the backslashes in its JSON", async () => {
    const { status, body } = await shell(printed);
    expect(status).toBe(400);
    expect(JSON.parse(body)).toMatchObject({ result_code: 4000, reason: expect.stringContaining("(data)") as string });
  });

  it("gets the status and the result with the commands of sections 2 and 3", async () => {
    const id = (JSON.parse((await shell(fixedCommand)).body) as { data: { testset_id: number } }).data.testset_id;
    const ask = `curl --request GET --user {user_id}:{access_key} https://api.apptest.ai/openapi/v2/testset/${id}`;
    await expect.poll(async () => (await shell(ask)).body).toContain('"testset_status":"Complete"');
    const { status, body } = await shell(`${ask}/result`);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({ data: { complete: true }, result_code: 0 });
  });

  it("gets the answer for a wrong key before it sends its body", async () => {
    // With a larger body, curl sends `Expect: 100-continue` by itself.
    expect(await shell(fixedCommand, "demo:wrong")).toEqual({ status: 401, sent: 0, body: "Unauthorized\n" });
    expect((await shell(fixedCommand)).sent).toBeGreaterThan(content.length);
  });
});
