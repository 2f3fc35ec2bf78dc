import * as fc from "fast-check";
import type { Input } from "../../packages/core/src/index.ts";
import { commonInputs, glob, readConfig, readQuarantine } from "../../packages/core/src/flow.ts";
import { readValue } from "../../packages/core/src/inputs/read-value.ts";
import { redactor, repeatedKey, retryAfterS } from "../../packages/http/src/index.ts";
import { apptest } from "../../packages/provider-apptest/src/provider.ts";
import { ats } from "../../packages/provider-ats/src/provider.ts";
import { readCallbackAddress } from "../../packages/remotest/src/callback/callback-address.ts";
import { readCommandLine } from "../../packages/remotest/src/command-line/read-command-line.ts";
import { insecureAddresses } from "../../packages/remotest/src/network/secure-address.ts";
import { mutated } from "./mutation.ts";
import { type FuzzTarget, assertSame, target } from "./target.ts";
import { anyCharacter } from "../../test/arbitrary/any-character.ts";

const text = fc.oneof(
  fc.string({ unit: anyCharacter, maxLength: 60 }),
  mutated([
    "45m",
    "1.5h",
    "64MiB",
    "5%",
    "0",
    "https://api.apptest.ai:443/x",
    "true",
    "never",
    "http://u:p@proxy:8080",
  ]),
);
const tables = [commonInputs, apptest.connectInputs, apptest.startInputs, ats.connectInputs, ats.startInputs];
const inputs: readonly Input[] = tables.flatMap((table) => Object.values(table));
const argument = fc.oneof(
  text,
  mutated([
    "run",
    "apptest",
    "--timeout",
    "--timeout=5m",
    "--no-json",
    "--template-id",
    "--",
    "-h",
    "--help",
    "--app-file=x",
  ]),
);
const references = mutated(["251929", "SHOP-1/J-1", "a%20b/c%2Fd", "1/2/3"]);
const secret = fc.string({ unit: "grapheme", minLength: 3, maxLength: 30 });

/** The readers of input from people and pipelines. */
export const inputTargets: readonly FuzzTarget[] = [
  target(
    "a value of an input: refused, or within its bounds",
    fc.tuple(fc.constantFrom(...inputs), text),
    ([input, given]) => {
      const read = readValue(input, given);
      if ("problem" in read) return;
      const { value } = read;
      if (typeof value === "object") return;
      if (typeof value === "object") return;
      if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`${value} is not a number`);
      if (input.type === "duration" && !(Number(value) >= input.minMs))
        throw new Error(`${String(value)} is too short`);
      if (input.type === "size" && !(Number(value) >= input.minBytes)) throw new Error(`${String(value)} is too small`);
      if (input.type === "url" && !URL.canParse(String(value))) throw new Error("It is not an address");
    },
  ),

  target(
    "a command line: every word and every value of it, and no more",
    fc.array(argument, { maxLength: 12 }),
    (args) => {
      // Node reads a group such as "-a-b" as options and the end of options.
      fc.pre(!args.some((arg) => /^-[^-].*-/s.test(arg)));
      const { words, options } = readCommandLine(args, tables);
      for (const word of words)
        if (!args.some((arg) => arg.includes(word.replace(/^-/, "")))) throw new Error(`${word} was not given`);
      for (const value of [...options.values()].flat())
        if (!["", "true", "false"].includes(value) && !args.some((arg) => arg.includes(value.replace(/^-/, ""))))
          throw new Error(`${value} was not given`);
    },
  ),

  target(
    "options and environment: read, or every problem reported",
    fc.record({
      options: fc.dictionary(
        fc.constantFrom("timeout", "max-failures", "proxy", "base-url", "template-id"),
        fc.array(text),
      ),
      env: fc.dictionary(fc.constantFrom("ATS_API_TOKEN", "ATS_API_TOKEN_FILE", "ATS_APP_ID", "ATS_TEMPLATE_ID"), text),
      file: text,
    }),
    ({ options, env, file }) => {
      const scopes = [
        { scope: "remotest", table: commonInputs },
        { scope: "ats", table: { ...ats.connectInputs, ...ats.startInputs } },
      ];
      const readSecretFile = () => ({ text: file, isReadableByAll: false });
      const config = readConfig(scopes, { options: new Map(Object.entries(options)), env, readSecretFile });
      const { apiToken } = config.of("ats");
      if (apiToken === undefined && config.problems.length === 0) throw new Error("The missing token is not reported");
      if (typeof apiToken === "string" && !config.secrets.includes(apiToken))
        throw new Error("The token is not a secret");
      insecureAddresses("ats", ats.connectInputs, config.of("ats"));
    },
  ),

  target("a reference: refused, or one that leads back", references, (rest) => {
    for (const provider of [apptest, ats]) {
      const handle = provider.parseReference(rest);
      if (!handle) continue;
      // In any escaped form it is one reference, which leads back to itself.
      const again = provider.parseReference(handle.ref.slice(provider.name.length + 1));
      assertSame(again?.ref, handle.ref, "the reference");
      if (/\s/.test(rest)) throw new Error("It is more than one word");
    }
  }),

  target(
    "an address to listen at: refused, or valid as a URL",
    mutated(["127.0.0.1:80", "[::1]:8080", "a.b:0"]),
    (given) => {
      const address = readCallbackAddress(given);
      if (address && !(address.port >= 0 && address.port <= 65_535)) throw new Error(`${address.port} is not a port`);
    },
  ),

  target(
    "Retry-After: nothing, or a valid number of seconds",
    fc.tuple(mutated(["120", "Wed, 21 Oct 2026 07:28:00 GMT", "-3", "1e9"]), fc.option(text)),
    ([value, date]) => {
      const seconds = retryAfterS({ get: (name) => (name === "retry-after" ? value : date) });
      if (seconds !== undefined && !(seconds >= 0 && Number.isFinite(seconds))) throw new Error(`${seconds} s`);
    },
  ),

  target(
    "a quarantine file: entries, or problems",
    fc
      .jsonValue()
      .chain((value) =>
        fc.constantFrom<unknown>(
          value,
          [value],
          [{ case: value, reason: "r", until: "2026-12-31" }],
          [{ case: "a", until: value }],
        ),
      ),
    (document) => {
      const { entries, problems } = readQuarantine(document, "q.yaml");
      const given = Array.isArray(document) ? document.length : 0;
      if (entries.length > given) throw new Error("There are more entries than in the file");
      if (given > entries.length && problems.length === 0) throw new Error("An entry was lost");
    },
  ),

  target(
    "a glob: matches the text that it was made of",
    fc.tuple(fc.string({ maxLength: 80 }), fc.string({ maxLength: 80 })),
    ([pattern, name]) => {
      glob(pattern)(name);
      if (!glob("*")(name)) throw new Error("A star matches all");
      if (!glob(`${name.replaceAll(/[*?]/g, "?")}*`)(name)) throw new Error("It does not match itself");
    },
  ),

  target("a secret in any text: gone", fc.tuple(secret, text, text), ([hidden, before, after]) => {
    fc.pre(!/[*]/.test(hidden));
    const encoded = [hidden, JSON.stringify(hidden).slice(1, -1), Buffer.from(hidden).toString("base64")];
    for (const form of encoded) {
      const left = redactor([hidden])(`${before} ${form} ${after}`);
      if (left.includes(hidden)) throw new Error("It is still there");
    }
  }),

  target("a repeated key: found, or there is none", mutated(['{"a":{"b":[1,{"c":"d\\"e"}],"f":null}}']), (json) => {
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      return;
    }
    // If no key was dropped, the parsed value has as many keys as the text.
    const keys = (given: unknown): number =>
      typeof given !== "object" || given === null
        ? 0
        : Object.values(given).reduce<number>(
            (sum, each) => sum + keys(each),
            Array.isArray(given) ? 0 : Object.keys(given).length,
          );
    const written = json.replaceAll(/"(?:[^"\\]|\\.)*"/g, (found) => (found.includes(":") ? '""' : found)).match(/:/g);
    if (repeatedKey(json) === undefined) assertSame(keys(value), written?.length ?? 0, "keys");
  }),
];
