/** What a call throws; what it returns instead is wrapped, so that no test takes it for an error. */
export async function thrown(call: Promise<unknown>): Promise<unknown> {
  try {
    return { returned: await call };
  } catch (error) {
    return error;
  }
}
