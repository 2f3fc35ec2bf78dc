import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import * as apptest from "../stage/fake-apptest.ts";
import * as ats from "../stage/fake-ats.ts";
import { type FakeService, html, redirect, type Responder, text } from "../stage/fake-service.ts";
import { proxy } from "../stage/proxy.ts";
import { openWorkspace, runArgs, type Service, type Workspace } from "../stage/workspace.ts";

// Each contains characters that some encoding changes.
const secrets = {
  APPTEST_USER_ID: "usr<7&Q9>x",
  APPTEST_ACCESS_KEY: `k3y"'<&>/+ ÄccessZ`,
  APPTEST_LOGIN_ID: "l0gin&id@example.com",
  APPTEST_LOGIN_PW: 'p4ss"w<o>rd\\&+ü',
  ATS_API_TOKEN: "t0ken<&>\"'+/= Ünï",
  ATS_USERNAME: "w5user&<x>",
  ATS_PASSWORD: `w5"pass'<&>é`,
} as const;
type Name = keyof typeof secrets;

/** Returns a secret in each form in which a service may echo it. */
function formsOf(secret: string): string[] {
  const base64 = Buffer.from(secret).toString("base64");
  const xml = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const url = encodeURIComponent(secret);
  const unit = (c: string): string => c.charCodeAt(0).toString(16).padStart(4, "0");
  return [
    secret,
    base64.replace(/=+$/, ""),
    Buffer.from(secret).toString("base64url"),
    url,
    url.replaceAll(/%../g, (hex) => hex.toLowerCase()),
    new URLSearchParams([["", secret]]).toString().slice(1),
    secret.replaceAll(/[^A-Za-z0-9]/g, (c) => `&#${c.charCodeAt(0)};`),
    secret.replaceAll(/[^A-Za-z0-9]/g, (c) => `&#x${c.charCodeAt(0).toString(16).toUpperCase()};`),
    secret.replaceAll(/[^A-Za-z0-9]/g, (c) => `\\u${unit(c)}`),
    JSON.stringify(secret).slice(1, -1).replaceAll("/", "\\/"),
    xml,
    xml.replaceAll('"', "&quot;").replaceAll("'", "&apos;"),
    xml.replaceAll('"', "&quot;").replaceAll("'", "&#39;"),
    JSON.stringify(secret).slice(1, -1),
  ];
}
const pair = `${secrets.APPTEST_USER_ID}:${secrets.APPTEST_ACCESS_KEY}`;
const of = (service: Service): string[] =>
  Object.entries(secrets).flatMap(([name, secret]) => (name.startsWith(service.toUpperCase()) ? [secret] : []));
/** The secrets that a service knows and can echo. */
const known: Readonly<Record<Service, readonly string[]>> = { apptest: [...of("apptest"), pair], ats: of("ats") };

/** Returns a text with every secret in every form, as a careless service may write it. */
const echoed = (service: Service): string => known[service].flatMap(formsOf).join(" | ");
const echo = echoed("apptest");
const echoAts = echoed("ats");
const inXml = (value: string): string =>
  value.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** Returns where a secret was found: in the output, or in which report file. */
async function leaks(space: Workspace, printed: string, everything = Object.values(known).flat()): Promise<string[]> {
  const texts = new Map([["the output", printed]]);
  for (const file of await space.reports()) texts.set(file, (await space.report(file)) ?? "");
  const found: string[] = [];
  for (const [where, content] of texts)
    for (const secret of everything)
      for (const form of formsOf(secret)) if (content.includes(form)) found.push(`${where}: ${form}`);
  return found;
}

const failing = { status: apptest.status("Complete", { pass_cnt: 0, fail_cnt: 1 }) };
const failedJob = (message: string): Responder =>
  ats.done({ result: "Failed", message, counts: [0, 0, 1], cases: [[message, "Failed"]] });

interface Row {
  readonly title: string;
  readonly service: Service;
  readonly serve: () => Promise<FakeService>;
  readonly code: number;
}
const rows: readonly Row[] = [
  { title: "a pass", service: "apptest", serve: () => apptest.fakeApptest(), code: 0 },
  { title: "a pass", service: "ats", serve: () => ats.fakeAts(), code: 0 },
  {
    title: "a refusal that echoes them in its reason",
    service: "apptest",
    serve: () => apptest.fakeApptest({ start: apptest.refusal(4052, echo, 400) }),
    code: 3,
  },
  {
    title: "a page of a gateway that echoes them",
    service: "apptest",
    serve: () => apptest.fakeApptest({ start: text(401, "text/html", `<p>${echo}</p>`) }),
    code: 3,
  },
  {
    title: "an unreadable answer that echoes them",
    service: "apptest",
    serve: () => apptest.fakeApptest({ start: text(200, "text/plain", echo) }),
    code: 5,
  },
  {
    title: "an unknown status that echoes them",
    service: "apptest",
    serve: () => apptest.fakeApptest({ status: apptest.status(echo) }),
    code: 4,
  },
  {
    title: "results that echo them",
    service: "apptest",
    serve: () =>
      apptest.fakeApptest({
        ...failing,
        result: apptest.result({ xml: apptest.junit(`<error message="${inXml(echo)}"/>`), html: `<p>${echo}</p>` }),
      }),
    code: 1,
  },
  {
    title: "unreadable results that echo them",
    service: "apptest",
    serve: () => apptest.fakeApptest({ result: apptest.result({ xml: `<${echo}` }) }),
    code: 3,
  },
  { title: "a redirect", service: "apptest", serve: () => apptest.fakeApptest({ start: redirect(302) }), code: 5 },
  {
    title: "a fault that echoes them",
    service: "ats",
    serve: () => ats.fakeAts({ start: ats.fault("soap:Client", inXml(echoAts)) }),
    code: 3,
  },
  {
    title: "a run that was not started, with a message that echoes them",
    service: "ats",
    serve: () =>
      ats.fakeAts({
        start: ats.runJob(`<Started>false</Started><ErrorMessage>${inXml(echoAts)}</ErrorMessage><JobID/>`),
      }),
    code: 3,
  },
  {
    title: "results that echo them",
    service: "ats",
    serve: () => ats.fakeAts({ status: failedJob(inXml(echoAts)), result: failedJob(inXml(echoAts)) }),
    code: 1,
  },
  {
    title: "an unknown result that echoes them",
    service: "ats",
    serve: () => ats.fakeAts({ result: ats.done({ result: inXml(echoAts) }) }),
    code: 3,
  },
  {
    title: "an unknown status that echoes them",
    service: "ats",
    serve: () => ats.fakeAts({ status: ats.done({ status: inXml(echoAts) }) }),
    code: 4,
  },
  { title: "HTML", service: "ats", serve: () => ats.fakeAts({ start: html(200) }), code: 5 },
];

describe.concurrent("no secret is printed or kept, in any encoding", () => {
  it.each(rows)("$service: $title ($code)", async ({ service, serve, code }) => {
    await using fake = await serve();
    await using space = await openWorkspace(fake.url);
    const args = runArgs(service, "any", "--verbose", "--json", "--timeout", "4s");
    const ended = await space.remotest(args, { env: secrets });
    expect(ended.code, ended.stderr).toBe(code);
    expect(await leaks(space, ended.stdout + ended.stderr)).toEqual([]);
  });

  it("nor a secret in a user:key string, or from a file", async () => {
    await using fake = await apptest.fakeApptest({ start: apptest.refusal(4052, echo) });
    await using space = await openWorkspace(fake.url);
    await writeFile(join(space.path, "key"), `${pair}\n`);
    const env: Partial<Record<Name | "APPTEST_ACCESS_KEY_FILE", string>> = {
      ...secrets,
      APPTEST_USER_ID: "",
      APPTEST_ACCESS_KEY: "",
      APPTEST_ACCESS_KEY_FILE: "key",
    };
    const ended = await space.remotest(runArgs("apptest", "any", "--verbose", "--json"), { env });
    expect(ended.code, ended.stderr).toBe(3);
    expect(await leaks(space, ended.stdout + ended.stderr)).toEqual([]);
  });

  it.each(["apptest", "ats"] as const)(
    "nor if DEBUG makes every library print, through a proxy: %s",
    async (service) => {
      await using fake = await (service === "apptest" ? apptest.fakeApptest() : ats.fakeAts());
      await using via = await proxy("robot:pr0xySecret");
      await using space = await openWorkspace(fake.url);
      const env = { ...secrets, DEBUG: "*", HTTP_PROXY: `http://robot:pr0xySecret@127.0.0.1:${via.port}` };
      const ended = await space.remotest(runArgs(service, "any", "--verbose"), { env });
      expect(ended.code, ended.stderr).toBe(0);
      expect(via.requests).toHaveLength(3);
      const hidden = [...known[service], "pr0xySecret", "robot:pr0xySecret"];
      expect(await leaks(space, ended.stdout + ended.stderr, hidden)).toEqual([]);
    },
  );

  it("nor in a usage error", async () => {
    await using space = await openWorkspace("http://127.0.0.1:9");
    const env = {
      ...secrets,
      APPTEST_USER_ID: "with:colon:usr<7&Q9>x",
      APPTEST_LOGIN_PW: secrets.APPTEST_LOGIN_PW.repeat(20),
    };
    const ended = await space.remotest(["run", "apptest", "--json", "--verbose"], { env });
    expect(ended.code).toBe(2);
    expect(await leaks(space, ended.stdout + ended.stderr)).toEqual([]);
  });

  it("and the check above would find them", async () => {
    await using space = await openWorkspace("http://127.0.0.1:9");
    for (const secret of Object.values(known).flat())
      for (const form of formsOf(secret)) expect(await leaks(space, `x${form}x`), form).not.toEqual([]);
  });
});
