import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { gitHubToken, head, startGitHub } from "../../../packages/remotest/src/code-host/github-server.fixture.ts";
import { fakeAts } from "../stage/fake-ats.ts";
import { requirePeer } from "../stage/peer.ts";
import { proxy } from "../stage/proxy.ts";
import { openWorkspace, runArgs } from "../stage/workspace.ts";

requirePeer("openssl", ["openssl", "version"])("GitHub over https, behind a proxy, with an own authority", () => {
  let folder: string;
  let certificate: string;
  const told = ["--commit-status", "--comment", "--check-name", "x"];
  const job = {
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "octo/shop",
    GITHUB_SHA: head,
    REMOTEST_CI_TOKEN: gitHubToken,
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "remotest-code-host-"));
    certificate = join(folder, "cert.pem");
    const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"];
    const files = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", join(folder, "key.pem"), "-out", certificate];
    execFileSync("openssl", [...request, ...files], { stdio: "pipe" });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const gitHub = async () =>
    startGitHub({ key: await readFile(join(folder, "key.pem")), cert: await readFile(certificate) });

  it("every request goes through the proxy, and the authority of --ca-file is trusted inside of it", async () => {
    await using host = await gitHub();
    await using fake = await fakeAts({});
    await using via = await proxy();
    await using space = await openWorkspace(fake.url);
    const env = { ...job, GITHUB_API_URL: host.url, HTTPS_PROXY: via.url };
    const { code, stderr } = await space.remotest(runArgs("ats", "any", "--ca-file", certificate, ...told), { env });
    expect([code, host.statuses.get(`${head} x`)?.["state"]], stderr).toEqual([0, "success"]);
    expect(host.comments).toHaveLength(1);
    const { host: address } = new URL(host.url);
    expect(new Set(via.requests)).toEqual(new Set([`CONNECT ${address}`]));
    expect(host.violations).toEqual([]);
    expect(stderr).not.toContain(gitHubToken);

    // A merge goes the same way, with the token from a file.
    const before = via.requests.length;
    const token = join(space.path, "token");
    await writeFile(token, `${gitHubToken}\n`, { mode: 0o600 });
    const merge = ["merge", "remotest-report", "--report-dir", "merged", "--ca-file", certificate, ...told];
    const fromFile = { ...env, REMOTEST_CI_TOKEN: "", REMOTEST_CI_TOKEN_FILE: token };
    const merged = await space.remotest(merge, { env: fromFile });
    expect([merged.code, merged.stderr.match(/Warning: .*/g)], merged.stderr).toEqual([0, null]);
    expect(via.requests.slice(before)).toContain(`CONNECT ${address}`);
    expect(host.comments).toHaveLength(1);
    expect(host.statuses.get(`${head} x`)?.["state"]).toBe("success");
    expect(host.violations).toEqual([]);
    expect(merged.stderr).not.toContain(gitHubToken);
  });

  it("without the authority, nothing is sent, and the verdict is the same", async () => {
    await using host = await gitHub();
    await using fake = await fakeAts({});
    await using space = await openWorkspace(fake.url);
    const env = { ...job, GITHUB_API_URL: host.url };
    const { code, stderr } = await space.remotest(runArgs("ats", "any", ...told), { env });
    expect(code, stderr).toBe(0);
    expect(stderr.match(/Warning: .* was not written: GitHub says its certificate/g), stderr).toHaveLength(2);
    const merged = await space.remotest(["merge", "remotest-report", "--report-dir", "merged", ...told], { env });
    expect(merged.code, merged.stderr).toBe(0);
    expect(merged.stderr.match(/Warning: .* was not written: GitHub says its certificate/g)).toHaveLength(2);
    expect(host.requests).toEqual([]);
  });
});
