// Preloaded into the command: the wall clock jumps by JUMP_MS with each SIGUSR2. As when a machine's clock is set, timers
// and performance.now are not affected.
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
