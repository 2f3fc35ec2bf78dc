/**
 * JavaScript that evaluates to the most memory that its process had, in MB, for the scripts that are measured. On Linux,
 * `maxRSS` of a child begins with the memory of the process that started it, which may be more than all of its own.
 */
export const peakOfProcess: string = `((fs) => {
  const status = fs.existsSync("/proc/self/status") ? fs.readFileSync("/proc/self/status", "utf8") : "";
  const [, kib = process.resourceUsage().maxRSS] = /^VmHWM:\\s+(\\d+) kB$/m.exec(status) ?? [];
  return kib / 1024;
})(process.getBuiltinModule("node:fs"))`;
