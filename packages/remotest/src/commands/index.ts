import { attachCommand } from "./attach.ts";
import { cancelCommand } from "./cancel.ts";
import type { Command } from "../command-line/command.ts";
import { doctorCommand } from "./doctor.ts";
import { completionCommand } from "./completion.ts";
import { initCommand } from "./init.ts";
import { mergeCommand } from "./merge.ts";
import { newCommand } from "./new.ts";
import { planCommand } from "./plan.ts";
import { openCommand } from "./open.ts";
import { providersCommand } from "./providers.ts";
import { rerunCommand } from "./rerun.ts";
import { runCommand } from "./run.ts";
import { sandboxCommand } from "./sandbox.ts";
import { startCommand } from "./start.ts";
import { statusCommand } from "./status.ts";

/** Every command, in the order of the help. */
export const commands: readonly Command[] = [
  runCommand,
  startCommand,
  attachCommand,
  statusCommand,
  rerunCommand,
  cancelCommand,
  planCommand,
  mergeCommand,
  openCommand,
  doctorCommand,
  initCommand,
  sandboxCommand,
  providersCommand,
  newCommand,
  completionCommand(() => commands),
];
