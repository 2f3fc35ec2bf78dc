import { chmod, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { join } from "node:path";
import { listen, type ListeningServer } from "../stage/fake-service.ts";
import { proxy } from "../stage/proxy.ts";
import type { Workspace } from "../stage/workspace.ts";

/** A certificate that signs itself. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** A fault, the check that finds it, and what is said about it. */
export interface Fault {
  readonly title: string;
  readonly check: string;
  readonly found: RegExp;
  readonly next: RegExp;
  readonly outcome?: "warning";
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Plants the fault in a folder. Returns more variables, and what to close. */
  readonly plant?: (
    space: Workspace,
    tls: Certificate,
  ) => Promise<{
    readonly env?: Readonly<Record<string, string>>;
    readonly args?: readonly string[];
    readonly close?: AsyncDisposable;
  }>;
}

/** A module that makes the process say that it runs on another version of Node. */
const olderNode = `Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.4" } });`;

/** The faults that `remotest doctor` must find. Most are planted for ATS; those of a file, for apptest.ai. */
export const faults: readonly Fault[] = [
  {
    title: "Node.js is too old",
    check: "node",
    found: /18\.20\.4 is too old: Remotest needs 20\.19\.0/,
    next: /Install a newer Node\.js/,
    plant: async ({ path }) => {
      await writeFile(join(path, "older.cjs"), olderNode);
      return { env: { NODE_OPTIONS: `--require ${join(path, "older.cjs")}` } };
    },
  },
  {
    title: "a variable is not valid",
    check: "configuration",
    env: { REMOTEST_TIMEOUT: "5" },
    found: /REMOTEST_TIMEOUT.*must be a duration/,
    next: /Fix it on the command line, or in the variable/,
  },
  {
    title: "an option is misspelt",
    check: "configuration",
    args: ["--tiemout", "5m"],
    found: /--tiemout is not an option/,
    next: /Did you mean --timeout\?/,
  },
  {
    title: "a variable is misspelt",
    check: "configuration",
    outcome: "warning",
    env: { REMOTEST_FAILON: "never" },
    found: /REMOTEST_FAILON is not a known variable/,
    next: /Did you mean REMOTEST_FAIL_ON\?/,
  },
  {
    title: "the address is not encrypted",
    check: "configuration",
    env: { ATS_BASE_URL: "http://ats.example" },
    found: /http:\/\/ats\.example.*is not https/,
    next: /begins with https:/,
  },
  {
    title: "the token is missing",
    check: "credentials",
    env: { ATS_API_TOKEN: "" },
    found: /ATS_API_TOKEN.*is missing/,
    next: /secret store/,
  },
  {
    title: "the token's file does not exist",
    check: "credentials",
    env: { ATS_API_TOKEN: "", ATS_API_TOKEN_FILE: "none.txt" },
    found: /ATS_API_TOKEN_FILE cannot be read: ENOENT/,
    next: /path of a file that contains the secret/,
  },
  {
    title: "the token was broken by copying it",
    check: "credentials",
    env: { ATS_API_TOKEN: "de\nmo" },
    found: /ATS_API_TOKEN contains a character that keys never contain/,
    next: /secret store/,
  },
  {
    title: "the token was not replaced by the pipeline",
    check: "credentials",
    env: { ATS_API_TOKEN: "$(ATS_TOKEN)" },
    found: /ATS_API_TOKEN.*was not replaced/,
    next: /ATS_API_TOKEN_FILE/,
  },
  {
    title: "every user can read the token's file",
    check: "credentials",
    outcome: "warning",
    found: /every user of this machine can read "token\.txt"/,
    next: /only the user of the pipeline/,
    plant: async ({ path }) => {
      await writeFile(join(path, "token.txt"), "demo");
      await chmod(join(path, "token.txt"), 0o644);
      return { env: { ATS_API_TOKEN: "", ATS_API_TOKEN_FILE: "token.txt" } };
    },
  },
  {
    title: "ATS refuses the token",
    check: "account",
    env: { ATS_API_TOKEN: "of another app" },
    found: /The AppAPIToken is not valid/,
    next: /Check ATS_API_TOKEN/,
  },
  {
    title: "the name of the host does not exist",
    check: "reachability",
    env: { ATS_BASE_URL: "https://ats.invalid" },
    found: /cannot be reached: getaddrinfo (?:ENOTFOUND|EAI_AGAIN) ats\.invalid/,
    next: /Check the address \(--base-url\)/,
  },
  {
    title: "nothing listens at the address",
    check: "reachability",
    env: { ATS_BASE_URL: "http://127.0.0.1:9" },
    found: /cannot be reached: connect ECONNREFUSED/,
    next: /Check the address \(--base-url\)/,
  },
  {
    title: "the service does not answer",
    check: "reachability",
    args: ["--timeout", "1s"],
    found: /cannot be reached: no answer in time/,
    next: /Check that Mendix ATS is up/,
    plant: async () => {
      const silent = await listen(createServer(() => undefined));
      return { env: { ATS_BASE_URL: silent.url }, close: silent };
    },
  },
  {
    title: "the certificate is not trusted",
    check: "certificates",
    found: /its certificate is a self-signed certificate/,
    next: /--ca-file/,
    plant: async (_space, tls) => {
      const server = await listen(
        createTlsServer(tls, (_request, response) => void response.end()),
        "https",
      );
      return { env: { ATS_BASE_URL: server.url }, close: server };
    },
  },
  {
    title: "the file of authorities is something else",
    check: "certificates",
    args: ["--ca-file", "shop.apk"],
    found: /--ca-file.*contains no PEM certificate/,
    next: /a file of PEM certificates/,
  },
  {
    title: "the file of authorities is damaged",
    check: "certificates",
    found: /one of its certificates cannot be read/,
    next: /present certificate/,
    plant: async ({ path }, tls) => {
      await writeFile(join(path, "ca.pem"), tls.cert.replace(/\n[^\n]+\n/, "\n"));
      return { args: ["--ca-file", "ca.pem"] };
    },
  },
  {
    title: "Node's own file of authorities does not exist",
    check: "certificates",
    env: { NODE_EXTRA_CA_CERTS: "none.pem" },
    found: /cannot be read: ENOENT/,
    next: /Fix the path, or unset the variable/,
  },
  {
    title: "no certificate is checked",
    check: "certificates",
    env: { NODE_TLS_REJECT_UNAUTHORIZED: "0" },
    found: /no certificate is checked/,
    next: /Unset it/,
  },
  {
    title: "the proxy is down",
    check: "proxy",
    env: { HTTP_PROXY: "http://127.0.0.1:9", NO_PROXY: "" },
    found: /http:\/\/127\.0\.0\.1:9, which comes from HTTP_PROXY, cannot be reached/,
    next: /Check that this proxy is up/,
  },
  {
    title: "the proxy wants a password",
    check: "proxy",
    found: /The proxy http:\/\/127\.0\.0\.1:\d+ refused: 407/,
    next: /Check the user and the password of the proxy/,
    plant: async () => {
      const closed = await proxy("user:password");
      return { env: { HTTP_PROXY: closed.url }, close: closed };
    },
  },
  {
    title: "the proxy's address is not one",
    check: "proxy",
    env: { HTTPS_PROXY: "ftp://proxy" },
    found: /HTTPS_PROXY must be the address of an http or https proxy/,
    next: /Fix --proxy, or the variable/,
  },
  {
    title: "the app does not exist",
    check: "files",
    args: ["--app-file", "none.apk"],
    found: /--app-file.*does not exist/,
    next: /relative to the working directory/,
  },
  {
    title: "the report directory cannot be written",
    check: "files",
    args: ["--report-dir", "shop.apk/report"],
    found: /cannot be written: .*shop\.apk/,
    next: /set another --report-dir/,
  },
  {
    title: "the history directory is a file",
    check: "files",
    args: ["--history-dir", "shop.apk"],
    found: /cannot be written: .*shop\.apk is not a directory/,
    next: /set another --history-dir/,
  },
  {
    title: "the quarantine is not valid",
    check: "files",
    found: /quarantine\.yaml.*until/,
    next: /./,
    plant: async ({ path }) => {
      await writeFile(join(path, "quarantine.yaml"), "- { case: Log in, reason: SHOP-12, until: soon }\n");
      return { args: ["--quarantine", "quarantine.yaml"] };
    },
  },
  {
    title: "an entry of the quarantine has expired",
    check: "files",
    outcome: "warning",
    found: /1 of 1 entry expired/,
    next: /later `until`/,
    plant: async ({ path }) => {
      await writeFile(join(path, "quarantine.yaml"), "- { case: Log in, reason: SHOP-12, until: 2026-01-31 }\n");
      return { args: ["--quarantine", "quarantine.yaml"] };
    },
  },
  {
    title: "the clock is wrong",
    check: "clock",
    found: /is 90 minutes ahead of the one of Mendix ATS/,
    next: /Set the clock of this machine/,
    plant: async () => {
      const server = await page({ date: new Date(Date.now() - 90 * 60_000).toUTCString() });
      return { env: { ATS_BASE_URL: server.url }, close: server };
    },
  },
  {
    title: "a gateway answers instead of the service",
    check: "reachability",
    outcome: "warning",
    found: /answers with status 502/,
    next: /try again later/,
    plant: async () => {
      const server = await listen(createServer((_request, response) => void response.writeHead(502).end()));
      return { env: { ATS_BASE_URL: server.url }, close: server };
    },
  },
];

/** A server that answers every request with 200, and with headers. */
function page(headers: Readonly<Record<string, string>> = {}): Promise<ListeningServer> {
  return listen(createServer((_request, response) => void response.writeHead(200, headers).end()));
}
