import * as fc from "fast-check";
import { expect, test } from "vitest";
import { escapeFileName, frame } from "./multipart.ts";
import { anyCharacter } from "../../../../test/arbitrary/any-character.ts";

const anyText = fc.string({ unit: anyCharacter, maxLength: 60 });

/** Reads a form with an independent parser, that of `Response.formData()`. */
async function parse(fileName: string, data: string, file: Uint8Array<ArrayBuffer>): Promise<FormData> {
  const { contentType, head, tail } = frame({ field: "app_file", name: fileName }, { data });
  return new Response(Buffer.concat([head, file, tail]), { headers: { "content-type": contentType } }).formData();
}

test("any file, name and text arrive unchanged", async () => {
  await fc.assert(
    fc.asyncProperty(
      anyText.filter((name) => !/[\0\r\n"%]/.test(name) && name !== ""),
      anyText,
      fc.uint8Array({ maxLength: 200 }),
      async (name, text, bytes) => {
        const form = await parse(name, JSON.stringify({ text }), new Uint8Array(bytes));
        expect([...form.keys()]).toEqual(["app_file", "data"]);
        const file = form.get("app_file") as File;
        expect(file.name).toBe(name);
        expect(file.type).toBe("application/octet-stream");
        expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(bytes));
        expect(JSON.parse(form.get("data") as string)).toEqual({ text });
      },
    ),
  );
});

test("no file name breaks out of its header", () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (name) => {
      const { head, contentType } = frame({ field: "app_file", name }, { data: "{}" });
      const boundary = contentType.slice("multipart/form-data; boundary=".length);
      const lines = head.toString("utf8").split("\r\n");
      expect(lines).toEqual([
        `--${boundary}`,
        expect.stringMatching(/^Content-Disposition: form-data; name="app_file"; filename="[^"\r\n]*"$/),
        "Content-Type: application/octet-stream",
        "",
        "",
      ]);
    }),
  );
});

test.each([
  ["app.apk", "app.apk"],
  ['my "best" app.apk', "my %22best%22 app.apk"],
  ["a\r\nX-Evil: 1\r\n\r\n.apk", "a%0D%0AX-Evil: 1%0D%0A%0D%0A.apk"],
  ["앱 🚀.apk", "앱 🚀.apk"],
  ["100%22.apk", "100%22.apk"],
  ["back\\slash.apk", "back\\slash.apk"],
])("%j is written %j, as browsers do", (name, escaped) => expect(escapeFileName(name)).toBe(escaped));

test("the boundary has 192 random bits and is new each time", () => {
  const boundaries = Array.from(
    { length: 100 },
    () => /boundary=(\S+)$/.exec(frame({ field: "app_file", name: "a" }, { data: "{}" }).contentType)?.[1] ?? "",
  );
  expect(new Set(boundaries).size).toBe(100);
  for (const boundary of boundaries) expect(boundary).toMatch(/^----remotest[0-9a-f]{48}$/);
});
