import { expect, it } from "vitest";
import { loadLibrary, logOf } from "./job.fixture.ts";
import type { TaskLibrary } from "./task-library.ts";

const key = "s3cr3t-access-key";

it("the library removes the inputs from the environment, prints no value, and catches no error", async () => {
  const listeners = () =>
    (["uncaughtException", "unhandledRejection"] as const).map((event) => process.rawListeners(event));
  const before = listeners();
  const given = { INPUT_ATSAPITOKEN: key, SECRET_MY_TOKEN: key, AGENT_PROXYURL: "http://proxy", SYSTEM_DEBUG: "true" };
  let library: TaskLibrary | undefined;
  const log = await logOf(async () => {
    library = await loadLibrary({ ...given, SECRET_AGENT_PROXYPASSWORD: key });
    expect(library.getInput("atsApiToken")).toBe(key);
    expect(library.getVariable("My.Token")).toBe(key);
    expect(library.getHttpProxyConfiguration()?.proxyPassword).toBe(key);
    library.debug("a remark");
    process.stdout.write("the log\n");
    library.setProgress(1, "on the way");
  });
  expect(log).toBe("the log\n##vso[task.setprogress value=1;]on the way\n");
  expect(Object.values(process.env)).not.toContain(key);
  expect(listeners()).toEqual(before);
});
