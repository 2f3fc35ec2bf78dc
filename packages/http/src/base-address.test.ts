import { expect, test } from "vitest";
import { readBaseAddress } from "./base-address.ts";

test.each([
  ["https://ats.example", "https://ats.example"],
  ["http://127.0.0.1:4010/", "http://127.0.0.1:4010"],
  ["https://ats.example/mendix//", "https://ats.example/mendix"],
  ["HTTPS://ATS.example?", "https://ats.example"],
])("%s is the address %s", (text, address) => expect(readBaseAddress(text)).toEqual({ address }));

test.each([
  ["", "not-http"],
  ["ats.example", "not-http"],
  ["ftp://ats.example", "not-http"],
  ["https://user@ats.example", "credentials"],
  ["https://:password@ats.example", "credentials"],
  ["https://ats.example/?a=1", "query"],
  ["https://ats.example/#top", "query"],
])("%j cannot be an address: %s", (text, problem) => expect(readBaseAddress(text)).toEqual({ problem }));
