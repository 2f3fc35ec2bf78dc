import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { randomFile } from "../test/app-file.ts";
import { serve } from "../test/service.ts";
import { access, data } from "../test/testset.ts";
import { thrown } from "../test/thrown.ts";
import { ApptestError, createApptestClient } from "./index.ts";

describe("no secret shows", () => {
  const secrets = [
    "k3y-s3cret",
    "user:k3y-s3cret",
    "dXNlcjprM3ktczNjcmV0",
    "p4ss&word",
    "p4ss&amp;word",
    "p4ss%26word",
  ];
  const credentials = { login_id: "l0gin-id", login_pw: "p4ss&word" };
  const echo = (headers: { authorization?: string | undefined }): string =>
    `${headers.authorization} ${secrets.join(" ")}`;

  test.each([
    ["in a refusal", (echoed: string) => ({ json: { result_code: 4052, result_msg: echoed, reason: echoed } })],
    ["in a page", (echoed: string) => ({ status: 403, text: `<b>${echoed}</b>` })],
    ["in an unreadable answer", (echoed: string) => ({ text: `{"reason":"${echoed}` })],
  ])("when the service echoes it %s", async (_, answer) => {
    await using app = await randomFile("app.apk", 10);
    await using peer = await serve(({ headers }) => answer(echo(headers)));
    const client = createApptestClient({ ...access, baseUrl: peer.url });
    const error = await thrown(client.runTestset({ appFile: app.path, data: { ...data, credentials } }));
    expect(error).toBeInstanceOf(ApptestError);
    const shown = inspect(error, { depth: 20, showHidden: true }) + JSON.stringify(error);
    expect(shown).toContain("***");
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  test("in the whole answer of an unreadable error, which is not shown with the error", async () => {
    await using peer = await serve(({ headers }) => ({ text: `{"answered":"to ${headers.authorization} k3y-s3cret"` }));
    const error = await thrown(createApptestClient({ ...access, baseUrl: peer.url }).getTestsetResult(1));
    expect(error).toMatchObject({ answer: '{"answered":"to Basic *** ***"' });
    expect(Object.keys(error as object)).not.toContain("answer");
  });

  test("if an injected fetch attaches its request to the error", async () => {
    const client = createApptestClient({
      ...access,
      fetch: (_url, { headers }) => {
        throw Object.assign(new Error(`failed with ${headers["authorization"]}`), { headers, code: "EPROXY" });
      },
    });
    const error = await thrown(client.getTestset(1));
    expect(error).toMatchObject({ code: "apptest-transport", cause: { code: "EPROXY" } });
    const shown = inspect(error, { depth: 20, showHidden: true });
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });

  test("on the client itself", () => {
    const shown = inspect(createApptestClient(access), { depth: 20, showHidden: true });
    for (const secret of secrets) expect(shown).not.toContain(secret);
  });
});
