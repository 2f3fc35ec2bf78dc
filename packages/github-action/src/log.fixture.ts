/** Returns what is written to the log during a call. The library always writes to the process's own stream. */
export function logOf(call: () => void): string {
  const { stdout } = process;
  const write = stdout.write.bind(stdout);
  let log = "";
  stdout.write = (text: string | Uint8Array) => Boolean((log += String(text)));
  try {
    call();
  } finally {
    stdout.write = write;
  }
  return log;
}
