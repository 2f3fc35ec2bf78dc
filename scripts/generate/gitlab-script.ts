import { listed } from "../../packages/core/src/index.ts";
import { npxCall } from "./npx-call.ts";
import type { PluginInput } from "./plugin-inputs.ts";

/** The variable of the component's own input, which is not one of the command. */
export function ownVariable(name: string): string {
  return `REMOTEST_COMPONENT_${name.replaceAll("-", "_").toUpperCase()}`;
}

/**
 * Returns the script of the job. No input is part of it, so the shell never interprets the text of a user or a service.
 * If the job is stopped, the shell waits for npx, and npx for its own shell, which `exec` replaces with the command, so
 * that the command can still write its reports. Earlier reports are moved aside before it, and the command moves them on to
 * previous/; if it could not be called, the script does so at the end.
 */
export function jobScript(version: string, shared: readonly PluginInput[]): string {
  return [
    `remotest() { ${npxCall(version)} "set -f; exec remotest $1"; }`,
    moveEarlierReports,
    refuseInputs,
    ...shared.map(refuseWithPlan),
    refuseTogether,
    callCommand,
    demandProof,
    'ends_with "$code"',
  ].join("\n");
}

const moveEarlierReports = `dir="$REMOTEST_COMPONENT_REPORT_DIR"
outputs="$dir/outputs.env"
# If the directory is kept, an earlier pass must not be published or merged as that of a command that never ran.
for report in outputs.env results.json junit.xml ctrf-report.json summary.md report.html; do
  if [ -e "$dir/$report" ]; then
    { mkdir -p -- "$dir/.earlier-reports" && mv -f -- "$dir/$report" "$dir/.earlier-reports/"; } || {
      echo "The reports of an earlier job in $dir cannot be moved, so nothing was started." >&2
      exit 2
    }
  fi
done
ends_with() {
  set +f
  if [ -d "$dir/.earlier-reports" ]; then
    {
      mkdir -p -- "$dir/previous" &&
        { [ -z "$(ls -A -- "$dir/.earlier-reports")" ] || mv -f -- "$dir/.earlier-reports"/* "$dir/previous/"; } &&
        rmdir -- "$dir/.earlier-reports"
    } ||
      echo "The reports of an earlier job stay in $dir/.earlier-reports, because they cannot be moved to previous/." >&2
  fi
  exit "$1"
}`;

/** Each input by itself. */
const refuseInputs = `refuse() { echo "The input $1." >&2; ends_with 2; }
trap : TERM INT
set -f
attach=no
services=
for word in $REMOTEST_COMPONENT_ATTACH; do
  attach=yes
  case " $services " in *" \${word%%:*} "*) ;; *) services="\${services:+$services }\${word%%:*}" ;; esac
  case "$word" in
    -*) refuse "attach must not be an option; got $word" ;;
    [a-z]*:?*) ;;
    *) refuse "attach must be a run reference such as apptest:251929; got $word" ;;
  esac
done
# An empty variable must not start a run.
if [ "$attach" = no ] && [ -n "$REMOTEST_COMPONENT_ATTACH$REMOTEST_COMPONENT_ATTACH_AS_WRITTEN" ]; then
  refuse "attach is set but blank; nothing was started. Leave attach out to start a run"
fi
if [ -z "$REMOTEST_RUN" ] && [ -n "$REMOTEST_COMPONENT_RUN_AS_WRITTEN" ]; then
  refuse "run is set but empty; leave it out to start all runs"
fi
if [ -z "$REMOTEST_SHARD" ] && [ -n "$REMOTEST_COMPONENT_SHARD_AS_WRITTEN" ]; then
  refuse "shard is set but empty; leave it out to start all runs"
fi`;

/** Inputs that do not go together, and a provider that would be read as an option. */
const refuseTogether = `if [ "$REMOTEST_COMPONENT_START_ONLY" = true ] && [ "$attach" = yes ]; then
  refuse "start-only starts a run, so it cannot be used with attach"
fi
case "$REMOTEST_COMPONENT_PROVIDER" in -*) refuse "provider must not be an option; got $REMOTEST_COMPONENT_PROVIDER" ;; esac`;

const callCommand = `code=0
if [ "$attach" = yes ]; then
  remotest 'attach $REMOTEST_COMPONENT_ATTACH --report-dir="$REMOTEST_COMPONENT_REPORT_DIR"' || code=$?
elif [ "$REMOTEST_COMPONENT_START_ONLY" = true ]; then
  remotest 'start \${REMOTEST_COMPONENT_PROVIDER:+"$REMOTEST_COMPONENT_PROVIDER"} --report-dir="$REMOTEST_COMPONENT_REPORT_DIR"' || code=$?
else
  remotest 'run \${REMOTEST_COMPONENT_PROVIDER:+"$REMOTEST_COMPONENT_PROVIDER"} --report-dir="$REMOTEST_COMPONENT_REPORT_DIR"' || code=$?
fi`;

const demandProof = `# npx also exits with 1 if it fails: it is a verdict only if the command itself says so in outputs.env.
if [ "$code" -eq 1 ] && ! grep -qx REMOTEST_OUTCOME=failed "$outputs"; then
  echo "The command could not be run: npx exited with 1." >&2
  code=3
fi
proof=REMOTEST_OUTCOME=passed
if [ "$REMOTEST_COMPONENT_START_ONLY" = true ]; then proof=REMOTEST_RUN_REF=..*; fi
if [ "$code" -eq 0 ] && ! grep -qx "$proof" "$outputs"; then
  echo "The command exited with 0 but did not report what it should have." >&2
  code=3
fi`;

/** A value for two services would be sent to both, such as the address of one of them. */
function refuseWithPlan({ name, variables }: PluginInput): string {
  const services = listed(Object.keys(variables), "and");
  return `if [ -n "$REMOTEST_CONFIG" ] && [ -n "$${ownVariable(name)}" ]; then
  refuse "${name} is for ${services}: with config, write it in the plan file"
fi
case "$services" in
  *" "*|refs) [ -z "$${ownVariable(name)}" ] || refuse "${name} is for one service, but attach names runs of several or of a plan; set the variables ${Object.values(variables).join(", ")}" ;;
esac`;
}
