/** The files of `reporters`, in their order: they are known before the reporters are loaded. */
export const reportFileNames = ["junit.xml", "ctrf-report.json", "report.html", "summary.md"] as const;
