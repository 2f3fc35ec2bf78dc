import { strict as assert } from "node:assert";
import { token } from "./conformance-calls.ts";
import type { ConformanceService } from "./conformance-service.ts";
import type { ReceivedCall, RunHandle, SignedCalls } from "./provider.ts";

type MakeCall = NonNullable<ConformanceService["signedCall"]>;
/** A call as the service to test with makes it. */
type MadeCall = ReturnType<MakeCall>;

/** Tries a genuine call about a run, and what a stranger can make of it. @param make makes the service's calls */
export function assertOnlyGenuine(
  { isGenuine, isAbout }: SignedCalls,
  make: MakeCall,
  { run, other }: { readonly run: RunHandle; readonly other: RunHandle },
): void {
  const made = make(token, run);
  const call = received(made);
  assert.ok(isGenuine(call, token), "a genuine call is not recognised");
  assert.ok(isAbout(call, run), "a genuine call is not about its run");
  assert.ok(!isAbout(call, other), "a genuine call is about another run too");
  for (const [what, forged] of forgedCalls(made, make(token, other)))
    assert.equal(isGenuine(received(forged), token), false, `a call counts although ${what}`);
  for (const key of ["", `${token} `, token.toUpperCase(), "another"])
    assert.equal(isGenuine(call, key), false, `the key ${JSON.stringify(key)} is as good as ${token}`);
}

/** Returns a call as the listener receives it. */
function received({ headers, body }: MadeCall): ReceivedCall {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { header: (name) => byName.get(name.toLowerCase()), body: Buffer.from(body) };
}

/**
 * Returns calls that someone made who does not know the key, each with what is wrong with it.
 * @param genuine a call that was overheard
 * @param other a genuine call about another run
 */
function forgedCalls(genuine: MadeCall, other: MadeCall): readonly (readonly [what: string, call: MadeCall])[] {
  const { headers, body } = genuine;
  const withBody = (changed: string): MadeCall => ({ headers, body: changed });
  return [
    ["it has no headers", { headers: {}, body }],
    ["its headers are empty", { headers: everyHeader(headers, () => ""), body }],
    ["its headers are cut", { headers: everyHeader(headers, (value) => value.slice(0, -5)), body }],
    ["its headers are longer", { headers: everyHeader(headers, (value) => `${value}AAAA`), body }],
    ["its headers are those of another call", { headers: other.headers, body }],
    ["its body is empty", withBody("")],
    ["its body has a blank more", withBody(`${body} `)],
    ["its body lacks a byte", withBody(body.slice(1))],
    ["its body is that of another call", withBody(other.body)],
  ];
}

function everyHeader(headers: MadeCall["headers"], change: (value: string) => string): MadeCall["headers"] {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, change(value)]));
}
