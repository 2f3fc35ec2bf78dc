// Preloaded into the command: the wall clock jumps by JUMP_MS with each SIGUSR2. Whatever counts from the start of the
// process (performance.now, timers) is not affected, as when a machine's clock is set.
const jumpMs = Number(process.env.JUMP_MS);
const Real = Date;
let offsetMs = 0;
process.on("SIGUSR2", () => (offsetMs += jumpMs));
globalThis.Date = class extends Real {
  constructor(...args) {
    if (args.length === 0) super(Real.now() + offsetMs);
    else super(...args);
  }
  static now() {
    return Real.now() + offsetMs;
  }
};
