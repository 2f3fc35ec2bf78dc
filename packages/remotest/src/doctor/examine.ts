import { type Input, type OptionValues, type Provider, variableName } from "@remotest/core";
import { commonInputs, type CommonOptions, onlyOf } from "@remotest/core/flow";
import type { Invocation } from "../command-line/command.ts";
import type { PlanRun } from "../plan-file/plan-run.ts";
import { proxyProblems } from "../network/transport.ts";
import type { Platform } from "../platform.ts";
import { allProviders } from "../providers/load-provider.ts";
import { redactedProvider } from "../secrets/redacted-provider.ts";
import { certificateFindings } from "./certificates.ts";
import { commonConfiguration } from "./configuration.ts";
import { fileFindings } from "./files.ts";
import { type Finding, hasProblem, problemFound } from "./finding.ts";
import { nodeFinding } from "./node-version.ts";
import { examinePlan, foundOnce, providersOf } from "./plan.ts";
import { type ProviderConfiguration, providerConfiguration } from "./provider-configuration.ts";
import { serviceFindings } from "./service.ts";

/** The result of an examination. */
export interface Examination {
  readonly providers: readonly Provider[];
  readonly findings: readonly Finding[];
  /** The options of every run. Those that are not valid are missing. */
  readonly options: CommonOptions;
}

/**
 * Checks everything that a run needs: this machine, the configuration, and the services. Starts nothing.
 *
 * Without a provider on the line, those count for which a variable is set.
 */
export async function examine(invocation: Invocation, platform: Platform): Promise<Examination> {
  const { env } = platform;
  const plan = examinePlan(invocation, platform);
  const named = plan.runs.length > 0 ? providersOf(plan.runs) : invocation.providers;
  const providers = named.length > 0 ? named : (await allProviders()).filter((each) => isConfigured(each, env));
  const { config, findings: common } = await commonConfiguration(invocation, providers, platform);
  const options = withDefaults(config.of("remotest"));
  const certificates = certificateFindings(options.caFile, env);
  const proxies =
    options.proxy === undefined ? proxyProblems(env).map((problem) => problemFound("proxy", problem)) : [];
  const machine = [
    ...(platform.node === undefined ? [] : [nodeFinding(platform.node)]),
    ...common,
    ...plan.findings,
    ...(await fileFindings(options)),
    ...proxies,
    ...certificates,
    ...(providers.length === 0 ? [noProvider] : []),
  ];
  const hasNetwork = !hasProblem(machine, "proxy") && !hasProblem(machine, "certificates");
  const findings: Finding[] = [...machine];
  for (const provider of providers) {
    const runs = plan.runs.filter((run) => run.provider.name === provider.name);
    const configuration = await configurationOf(provider, runs, invocation, platform, options.insecureHttp);
    findings.push(...configuration.findings);
    const isSafe = hasNetwork && !hasProblem(configuration.findings, "configuration");
    if (!isSafe) findings.push(notReached(provider));
    else {
      const { connect, secrets } = configuration;
      const hasCredentials = !hasProblem(configuration.findings, "credentials");
      const redacted = redactedProvider(provider, secrets);
      findings.push(...(await serviceFindings({ provider: redacted, connect, hasCredentials, options }, platform)));
    }
  }
  return { providers, findings, options };
}

/** Checks the provider's account once, and the options of each of its runs in the plan file. */
async function configurationOf(
  provider: Provider,
  runs: readonly PlanRun[],
  invocation: Invocation,
  platform: Platform,
  insecureHttp: boolean,
): Promise<ProviderConfiguration> {
  const [first, ...others] = runs;
  const configuration = await providerConfiguration(provider, invocation, platform, insecureHttp, first);
  const findings = [...configuration.findings];
  for (const run of others)
    findings.push(...(await providerConfiguration(provider, invocation, platform, insecureHttp, run)).findings);
  return { ...configuration, findings: foundOnce(findings) };
}

/** An option that is not valid counts as not given, so that everything else can be checked. */
function withDefaults(given: OptionValues): CommonOptions {
  const inputs = Object.entries<Input>(commonInputs);
  const values = inputs.map(([name, input]) => [name, given[name] ?? ("default" in input ? input.default : undefined)]);
  return onlyOf(commonInputs, Object.fromEntries(values), "[options of remotest]");
}

function isConfigured({ name, connectInputs, startInputs }: Provider, env: Platform["env"]): boolean {
  return Object.keys({ ...connectInputs, ...startInputs }).some((input) => {
    const variable = variableName(name, input);
    return Boolean(env[variable] || env[`${variable}_FILE`]);
  });
}

const noProvider: Finding = {
  check: "configuration",
  outcome: "skipped",
  subject: "providers",
  found: "no variable of a provider is set, so no service was checked",
  next: "Name the provider: `remotest doctor apptest`.",
};

function notReached({ name, title }: Provider): Finding {
  const found = "not checked, because of the problems above";
  return { check: "reachability", provider: name, outcome: "skipped", subject: title, found };
}
