import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testsetRequest } from "./testset.ts";
import { anyCharacter } from "../../../test/arbitrary/any-character.ts";

const start = { projectId: 509, appFile: "shop.apk" };

describe("the data of a start", () => {
  it("contains the given options, and nothing else", () => {
    expect(testsetRequest(start, "Nightly")).toEqual({ pid: 509, testset_name: "Nightly" });
    expect(JSON.stringify(testsetRequest(start, "Nightly"))).toBe('{"pid":509,"testset_name":"Nightly"}');
  });

  it("contains every given field by its name on the wire", () => {
    const given = {
      ...start,
      timeLimit: 5,
      useVo: false,
      callback: "https://127.0.0.1/callback",
      osType: "ANDROID",
      scenarioId: 0,
      sourceType: "file",
      loginId: "id",
      loginPw: "pw",
    };
    expect(testsetRequest(given, "Nightly")).toEqual({
      pid: 509,
      testset_name: "Nightly",
      time_limit: 5,
      use_vo: false,
      callback: "https://127.0.0.1/callback",
      os_type: "ANDROID",
      scenario_id: 0,
      source_type: "file",
      credentials: { login_id: "id", login_pw: "pw" },
    });
  });
});

describe("the name is cut to 100 characters", () => {
  it.each([
    { title: "99", given: "a".repeat(99), wanted: "a".repeat(99) },
    { title: "100", given: "a".repeat(100), wanted: "a".repeat(100) },
    { title: "101", given: "a".repeat(101), wanted: `${"a".repeat(99)}…` },
    { title: "100 of two units each", given: "😀".repeat(100), wanted: "😀".repeat(100) },
    { title: "101 of two units each", given: "😀".repeat(101), wanted: `${"😀".repeat(99)}…` },
    { title: "quotes and Korean", given: 'Fix "login" 로그인', wanted: 'Fix "login" 로그인' },
  ])("$title", ({ given, wanted }) => {
    expect(testsetRequest(start, given).testset_name).toBe(wanted);
  });

  it("is never longer, and never cut within a character", () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (name) => {
        const sent = testsetRequest(start, name).testset_name;
        expect([...sent].length).toBeLessThanOrEqual(100);
        if ([...name].length <= 100) expect(sent).toBe(name);
        else expect(name.startsWith(sent.slice(0, -1))).toBe(true);
      }),
    );
  });
});
