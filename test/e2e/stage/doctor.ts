/** The document of `remotest doctor --json`. */
export interface Doctor {
  readonly exitCode: number;
  readonly checks: readonly {
    readonly check: string;
    readonly provider: string | null;
    readonly outcome: "ok" | "warning" | "problem" | "skipped";
    readonly subject: string | null;
    readonly found: string;
    readonly next: string | null;
  }[];
}
