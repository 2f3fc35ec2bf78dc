import { basename } from "node:path";
import { portableName } from "../files/portable-name.ts";
import type { ProviderFile } from "../results/provider-file.ts";
import type { ReportDir } from "../report-dir/report-dir.ts";
import type { Attachment } from "./report.ts";

/**
 * Keeps the service's files unchanged, under names that are distinct for each run and rerun. A file that cannot be kept
 * costs no result; its error is thrown at the end.
 */
export class KeptFiles {
  readonly #dir: ReportDir;
  readonly #runs: number;
  readonly #names = new Set<string>();
  #failure: { readonly error: unknown } | undefined;

  /** @param runs the number of runs in the plan */
  constructor(dir: ReportDir, runs: number) {
    this.#dir = dir;
    this.#runs = runs;
  }

  /** @param attempt 0 for the run itself, from 1 for its reruns */
  async keep(run: number, files: readonly ProviderFile[], attempt: number): Promise<readonly Attachment[]> {
    const prefix = `${this.#runs > 1 ? `${run + 1}-` : ""}${attempt > 0 ? `rerun-${attempt}-` : ""}`;
    const kept: Attachment[] = [];
    for (const { name, title, content, testCase } of files) {
      const file = `provider/${this.#freeName(`${prefix}${name}`)}`;
      try {
        await this.#dir.write(file, content);
        const told = attempt > 0 ? `${title}, rerun ${attempt}` : title;
        kept.push({ title: told, file, ...(testCase && { testCase }) });
      } catch (error) {
        this.#failure ??= { error };
      }
    }
    return kept;
  }

  /** The path of the report directory. */
  get dir(): string {
    return this.#dir.path;
  }

  /**
   * Copies a file that an earlier command kept, under its name if that is free.
   * @returns the copy's path in the report directory
   * @throws the error of the file system
   */
  async keepCopy(from: string): Promise<string> {
    const file = `provider/${this.#freeName(basename(from))}`;
    await this.#dir.copy(from, file);
    return file;
  }

  /** Returns a name that no file has yet, on any system: for Windows and macOS `Log.txt` and `log.txt` are one file. */
  #freeName(name: string): string {
    const wanted = portableName(name);
    let free = wanted;
    for (let number = 2; this.#names.has(free.toLowerCase()); number++) free = numbered(wanted, number);
    this.#names.add(free.toLowerCase());
    return free;
  }

  throwIfFailed(): void {
    if (this.#failure) throw this.#failure.error;
  }
}

/** @example numbered("log.txt", 2) // "log-2.txt" */
function numbered(name: string, number: number): string {
  const dot = name.lastIndexOf(".");
  return dot > 0 ? `${name.slice(0, dot)}-${number}${name.slice(dot)}` : `${name}-${number}`;
}
