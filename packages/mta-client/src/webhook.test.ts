import { createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { executionIdIn, isSignedMessage } from "./webhook.ts";

const secretKey = "a secret key of 키 32 characters";
const body = Buffer.from('{"ExecutionId":"9724158a-a002-49a2-b4b7-79f18fbc9b15","TestCaseName":"결제"}');
const hmac = (of: Uint8Array | string = body, key = secretKey, algorithm = "sha256"): Buffer =>
  createHmac(algorithm, key).update(of).digest();
const signature = hmac().toString("base64");

describe("a message is MTA's", () => {
  it.each([
    { title: "with the documented signature", given: signature },
    { title: "with white space around it", given: ` ${signature}\t` },
    { title: "without the padding", given: signature.replace("=", "") },
  ])("$title", ({ given }) => expect(isSignedMessage({ body, signature: given, secretKey })).toBe(true));

  test("of RFC 4231, test case 2", () => {
    const base64 = "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=";
    const message = Buffer.from("what do ya want for nothing?");
    expect(isSignedMessage({ body: message, signature: base64, secretKey: "Jefe" })).toBe(true);
  });
});

describe("a message is not MTA's", () => {
  it.each<{ title: string; given: string | undefined }>([
    { title: "without a signature", given: undefined },
    { title: "with an empty one", given: "" },
    { title: "with a blank one", given: " " },
    { title: "signed with another key", given: hmac(body, "another").toString("base64") },
    { title: "signed with another algorithm", given: hmac(body, secretKey, "sha1").toString("base64") },
    { title: "signed with a longer algorithm", given: hmac(body, secretKey, "sha512").toString("base64") },
    { title: "with its hash only", given: hmac(body, "").toString("base64") },
    { title: "with the signature in hex", given: hmac().toString("hex") },
    { title: "with the signature in upper case hex", given: hmac().toString("hex").toUpperCase() },
    { title: "with the algorithm before the signature", given: `sha256=${signature}` },
    { title: "with the signature in upper case", given: signature.toUpperCase() },
    { title: "with a signature that is cut", given: signature.slice(0, -4) },
    { title: "with a signature that is longer", given: `${signature.slice(0, -1)}AAAA=` },
    { title: "with characters between", given: `${signature.slice(0, 8)}\n${signature.slice(8)}` },
    { title: "with the signature twice", given: `${signature}, ${signature}` },
    { title: "with a signature of another length", given: "AA==" },
    { title: "with a huge signature", given: "A".repeat(2 ** 20) },
  ])("$title", ({ given }) => expect(isSignedMessage({ body, signature: given, secretKey })).toBe(false));

  it.each([
    ["a blank more", '{ "ExecutionId":"9724158a-a002-49a2-b4b7-79f18fbc9b15","TestCaseName":"결제"}'],
    ["an escape", body.toString().replace("결", "\\uacb0")],
    ["a line end", `${body.toString()}\n`],
    ["a byte order mark", `\uFEFF${body.toString()}`],
  ])("although it means the same, if its bytes have %s", (_, other) => {
    expect(isSignedMessage({ body: Buffer.from(other), signature, secretKey })).toBe(false);
  });

  it("if there is no key: anyone could sign with none", () => {
    expect(isSignedMessage({ body, signature: hmac(body, "").toString("base64"), secretKey: "" })).toBe(false);
  });

  it("if anything is changed", () => {
    const change = fc.tuple(fc.nat({ max: body.length - 1 }), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(change, ([at, by]) => {
        const changed = Buffer.from(body);
        changed.writeUInt8(changed.readUInt8(at) ^ by, at);
        return !isSignedMessage({ body: changed, signature, secretKey });
      }),
    );
    fc.assert(
      fc.property(
        fc.string(),
        (text) => text.trim() === signature || !isSignedMessage({ body, signature: text, secretKey }),
      ),
    );
  });
});

describe("the run of a message", () => {
  it("is in its ExecutionId", () => expect(executionIdIn(body)).toBe("9724158a-a002-49a2-b4b7-79f18fbc9b15"));

  it.each(["", "{}", "null", "[]", '"x"', "{", '{"ExecutionId":7}', '{"ExecutionId":""}', '{"ExecutionId":"a b"}'])(
    "is not known from %j",
    (text) => expect(executionIdIn(Buffer.from(text))).toBeUndefined(),
  );

  it("is not known if the message is not UTF-8, or anything else", () => {
    expect(executionIdIn(Buffer.from([0x22, 0xff, 0x22]))).toBeUndefined();
    fc.assert(fc.property(fc.uint8Array(), (bytes) => executionIdIn(bytes) === undefined));
  });
});
