// Preloaded into the command: names of `.invalid` resolve to this machine, except while the file NAME_FAILS exists. Its
// content is `once` or `always`.
const dns = require("node:dns");
const { readFileSync, rmSync } = require("node:fs");
const real = dns.lookup;

function failing() {
  try {
    const how = readFileSync(process.env.NAME_FAILS, "utf8");
    if (how === "once") rmSync(process.env.NAME_FAILS);
    return true;
  } catch {
    return false;
  }
}

dns.lookup = (name, options, callback = options) => {
  if (!name.endsWith(".invalid")) return real(name, options, callback);
  if (!failing()) return real("127.0.0.1", options, callback);
  const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), {
    code: "ENOTFOUND",
    syscall: "getaddrinfo",
  });
  process.nextTick(callback, error);
};
