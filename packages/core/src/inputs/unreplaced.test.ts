import { describe, expect, test } from "vitest";
import type { Input } from "./input.ts";
import { isUnreplaced } from "./unreplaced.ts";

const doc = "";
const path: Input = { type: "path", doc };
const secret: Input = { type: "text", secret: true, doc };
const name: Input = { type: "text", doc };
const id: Input = { type: "text", required: true, doc };

describe("the placeholder of a pipeline", () => {
  test.for([
    "$(X)",
    "$(My.Variable)",
    "${{ secrets.TOKEN }}",
    "${{ a || b }}",
    "${X}",
    "$env:X",
    "$[[ inputs.x ]]",
    "$[ v.x ]",
    " $(X)\n",
  ])("%s is not a value of any input", (text) => {
    for (const input of [path, secret, name, id, undefined]) expect(isUnreplaced(text, input)).toBe(true);
  });

  test.for([
    { text: "$APP_FILE", inputs: [path, secret, name, id] },
    { text: "$appFile", inputs: [path, id], not: [secret, name] },
    { text: "$ecret1", inputs: [path], not: [secret, name] },
    { text: "%APP_FILE%", inputs: [path, secret, name, id] },
    { text: "%appFile%", inputs: [path, id], not: [secret, name] },
    { text: "5%", inputs: [], not: [path, secret, name, id] },
    { text: "%20%", inputs: [], not: [path, secret, name, id] },
    { text: "a$(X)", inputs: [], not: [path, secret, name, id] },
    { text: "$X.apk", inputs: [], not: [path] },
    { text: "$(X)$(Y)", inputs: [], not: [secret] },
    { text: "pa$$word", inputs: [], not: [secret] },
    { text: "$", inputs: [], not: [path, secret] },
    { text: "$5", inputs: [], not: [name, secret] },
    { text: "${", inputs: [], not: [secret] },
  ])("$text", ({ text, inputs, not = [] }) => {
    for (const input of inputs) expect(isUnreplaced(text, input)).toBe(true);
    for (const input of not) expect(isUnreplaced(text, input)).toBe(false);
  });
});
