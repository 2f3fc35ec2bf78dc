/** What a step writes to its log meanwhile. The library knows no stream but the process's own. */
export function logOf(tell: () => void): string {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  let log = "";
  stdout.write = (text: string | Uint8Array) => Boolean((log += String(text)));
  try {
    tell();
  } finally {
    stdout.write = write;
  }
  return log;
}
