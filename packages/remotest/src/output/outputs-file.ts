import type { RunHandle } from "@remotest/core";
import { ReportDirLock } from "@remotest/core/flow";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunObserver } from "../platform.ts";
import { type Outputs, outputsOfReport, outputsOfStart } from "./outputs.ts";

/** GitLab takes 5 KiB in all: three values may be long, the other six are short. */
const longestValue = 1_500;

/**
 * Stands for references that are too long: a job that attaches by it is refused. Without a value that job would start a
 * run, and with some of the references it would take a part of the plan for the whole.
 */
const tooLongRef = "too-long-see-run.json";

/**
 * Keeps `outputs.env` in the report directory: the outputs that are known so far, for a CI system that runs the
 * command as a process. It is there from the first event on, so that none of an earlier run stays behind, and holds
 * `REMOTEST_RUN_REF` as soon as the run is started.
 *
 * @throws the error of the file system, from `event` and from `finished`; none that tells of a better end stays then.
 * @throws {ReportDirLostError} from both, where the directory is another's by now, whose file stays as it is.
 */
export function outputsFile(reportDir: string): RunObserver {
  const handles: RunHandle[] = [];
  const target = join(reportDir, "outputs.env");
  let hasEnd = false;
  const assertHeld = (): void => ReportDirLock.of(reportDir)?.assertHeldSync();
  const write = (outputs: Outputs): void => {
    assertHeld();
    const draft = `${target}.${process.pid}.part`;
    try {
      writeFileSync(draft, dotenv(outputs));
      renameSync(draft, target);
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  };
  return {
    event(event) {
      if (event.type === "starting") write(outputsOfStart(handles.filter(Boolean)));
      if (event.type !== "started" && event.type !== "attached") return;
      // A rerun is started too; the run is known by its first reference.
      handles[event.run] ??= event.handle;
      write(outputsOfStart(handles.filter(Boolean)));
    },
    finished(report) {
      assertHeld();
      // The end may be told again, as a worse one, to a disk that is full by then.
      if (hasEnd) rmSync(target, { force: true });
      write(outputsOfReport(report));
      hasEnd = true;
    },
  };
}

/**
 * Outputs as dotenv, the same to GitLab, which takes a line as it is, and to readers that know quotes, escapes and
 * `$`: what could mean something to one of them stands as %XX. A value that is too long or that this would break is left out,
 * but for the references, which never vanish.
 * @example dotenv({ "run-ref": "apptest:251929" }) // "REMOTEST_RUN_REF=apptest:251929\n"
 */
export function dotenv(outputs: Outputs): string {
  return Object.entries(outputs)
    .map(([name, value]) => [name, name === "report-dir" ? plainPath(value) : percentEncoded(value)] as const)
    .map(([name, value]) => [name, name === "run-ref" && value.length > longestValue ? tooLongRef : value] as const)
    .filter(([, value]) => value !== "" && value.length <= longestValue)
    .map(([name, value]) => `REMOTEST_${name.replaceAll("-", "_").toUpperCase()}=${value}\n`)
    .join("");
}

/** References and addresses mean the same when they are encoded. Spaces stand between references. */
function percentEncoded(value: string): string {
  return value
    .trim()
    .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    .replaceAll(/[^A-Za-z0-9\-._~:/?#@&+,;=%[\] ]/gu, (character: string) => {
      const encoded = encodeURIComponent(character);
      return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded;
    });
}

function plainPath(path: string): string {
  return /[\p{Cc}"'`$\\#]/u.test(path) ? "" : path;
}
