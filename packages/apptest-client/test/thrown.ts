/** Returns what a call throws. A result is wrapped, so that no test mistakes it for an error. */
export async function thrown(call: Promise<unknown>): Promise<unknown> {
  try {
    return { returned: await call };
  } catch (error) {
    return error;
  }
}
