import { defineProvider, type Provider } from "@remotest/core";
import { createAtsClient } from "@remotest/ats-client";
import { check } from "./check.ts";
import { checkAccount } from "./check-account.ts";
import { references, RunsOfAccount } from "./runs-of-account.ts";
import { type AtsConnect, type AtsStart, connectInputs, startInputs } from "./inputs.ts";

/** Mendix ATS: browser tests of Mendix apps, over its SOAP CI/CD API. */
export const ats: Provider = defineProvider<AtsConnect, AtsStart>({
  name: "ats",
  title: "Mendix ATS",
  connectInputs,
  startInputs,
  // specs/ats.wsdl: no service calls back.
  signedCalls: "unsupported",
  // specs/ats.wsdl, RunJob: a run has no name.
  namesRuns: false,
  check,
  parseReference: references.parse,

  connect({ baseUrl, apiToken, username, password }, { fetch, maxResponseBytes }) {
    const runs = new RunsOfAccount((listeners) =>
      createAtsClient({ baseUrl, apiToken, username, password, fetch, maxResponseBytes, ...listeners }),
    );
    return {
      start: (options, name, context) => runs.start(options, name, context),
      poll: (run, context) => runs.poll(run, context),
      results: (run, _finished, context) => runs.results(run, context),
      rerun: (run, context) => runs.rerun(run, context),
      cancel: "unsupported",
      find: "unsupported",
      checkAccount: ({ signal }) => checkAccount(runs.client, signal),
    };
  },
});
