import type { RunHandle } from "@remotest/core";
import { retryWhileInUseSync, ReportDirLock } from "@remotest/core/flow";
import { renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunObserver } from "../platform.ts";
import { wordOfRefs } from "../files/refs-word.ts";
import { type Outputs, outputsOfReport, outputsOfStart } from "./outputs.ts";

/** In characters. GitLab accepts 5 KiB in total: three values may be long, the other six are short. */
const maxValueLength = 1_500;

/**
 * The value while runs are started, if the references are too long: `attach` refuses it. Without a value, a later job would
 * start a run; with some of the references, it would mistake a part of the plan for the whole. At the end, one word stands for
 * all of them: see `wordOfRefs`.
 */
const tooLongRef = "too-long-see-run.json";

/**
 * Maintains `outputs.env` in the report directory: the outputs that are known so far, for a CI system that runs the
 * command as a process. It is written at the first event, to replace that of an earlier run, and contains
 * `REMOTEST_RUN_REF` as soon as the run is started.
 *
 * @throws the error of the file system, from `event` and from `finished`; then no file with a better verdict is left.
 * @throws {ReportDirLostError} from both, if another process has the directory now; its file is left unchanged.
 */
export function outputsFile(reportDir: string): RunObserver & {
  /** Call it at the end of a command that only starts runs. */
  readonly ended: () => void;
} {
  const handles: RunHandle[] = [];
  const target = join(reportDir, "outputs.env");
  let hasVerdict = false;
  /** The text in the file; undefined if it is not known. */
  let inFile: string | undefined;
  const assertHeld = (): void => ReportDirLock.of(reportDir)?.assertHeldSync();
  const write = (outputs: Outputs, at: "start" | "end" = "start"): void => {
    assertHeld();
    const text = dotenv(outputs, at);
    // In a plan of a thousand runs most events change nothing, because so many references are too long for the file.
    if (text === inFile) return;
    inFile = undefined;
    const draft = `${target}.${process.pid}.part`;
    try {
      writeFileSync(draft, text);
      retryWhileInUseSync(() => renameSync(draft, target));
      inFile = text;
    } catch (error) {
      rmSync(draft, { force: true });
      throw error;
    }
  };
  return {
    event(event) {
      if (event.type === "starting") write(outputsOfStart(handles.filter(Boolean)));
      if (event.type !== "started" && event.type !== "attached") return;
      // A rerun also causes this event; the output is the run's first reference.
      handles[event.run] ??= event.handle;
      write(outputsOfStart(handles.filter(Boolean)));
    },
    finished(report) {
      assertHeld();
      // `finished` may be called again with a worse verdict, and the disk may be full by then.
      inFile = undefined;
      if (hasVerdict) retryWhileInUseSync(() => rmSync(target, { force: true }));
      write(outputsOfReport(report), "end");
      hasVerdict = true;
    },
    ended() {
      if (handles.length > 0) write(outputsOfStart(handles.filter(Boolean)), "end");
    },
  };
}

/**
 * Returns the outputs as dotenv that reads the same in GitLab, which takes a line literally, and in parsers with quotes,
 * escapes and `$`: special characters are written as %XX. A value that is too long, or a path that would have to be
 * changed, is left out; only the references always have a value.
 * @example dotenv({ "run-ref": "apptest:251929" }) // "REMOTEST_RUN_REF=apptest:251929\n"
 */
export function dotenv(outputs: Outputs, at: "start" | "end" = "start"): string {
  const tooLong = at === "end" ? wordOfRefs((outputs["run-ref"] ?? "").split(" ")) : tooLongRef;
  return Object.entries(outputs)
    .map(([name, value]) => [name, name === "report-dir" ? pathIfPlain(value) : encodedIfShort(value)] as const)
    .map(([name, value]) => [name, name === "run-ref" && value.length > maxValueLength ? tooLong : value] as const)
    .filter(([, value]) => value !== "" && value.length <= maxValueLength)
    .map(([name, value]) => `REMOTEST_${name.replaceAll("-", "_").toUpperCase()}=${value}\n`)
    .join("");
}

/** Encoding only makes a text longer, so one that is too long already need not be encoded. */
function encodedIfShort(value: string): string {
  return value.trim().length > maxValueLength ? value : percentEncoded(value);
}

/** References and addresses keep their meaning when they are encoded. Spaces separate references. */
function percentEncoded(value: string): string {
  return value
    .trim()
    .replaceAll(/\p{Surrogate}/gu, "\uFFFD")
    .replaceAll(/[^A-Za-z0-9\-._~:/?#@&+,;=%[\] ]/gu, (character: string) => {
      const encoded = encodeURIComponent(character);
      return encoded === character ? `%${character.charCodeAt(0).toString(16).toUpperCase()}` : encoded;
    });
}

function pathIfPlain(path: string): string {
  return /[\p{Cc}"'`$\\#]/u.test(path) ? "" : path;
}
