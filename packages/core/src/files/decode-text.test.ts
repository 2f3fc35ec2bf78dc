import { describe, expect, it } from "vitest";
import { decodeText } from "./decode-text.ts";

describe("the bytes of a file that a person made", () => {
  const utf16 = Buffer.from("\uFEFFkéy\r\n", "utf16le");
  it.each([
    { title: "UTF-8", bytes: Buffer.from("kéy\n"), text: "kéy\n" },
    { title: "UTF-8 with a byte order mark", bytes: Buffer.from("\uFEFFkéy"), text: "kéy" },
    { title: "UTF-16, little end first", bytes: utf16, text: "kéy\r\n" },
    { title: "UTF-16, big end first", bytes: Buffer.from(utf16).swap16(), text: "kéy\r\n" },
  ])("$title", ({ bytes, text }) => expect(decodeText(bytes)).toBe(text));

  it("that are not text are refused", () => {
    expect(() => decodeText(Buffer.from([0x6b, 0xff, 0x79]))).toThrow("its bytes are not text");
  });
});
