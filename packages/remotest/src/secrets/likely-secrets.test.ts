import { expect, test } from "vitest";
import { likelySecrets } from "./likely-secrets.ts";

test.for<{ env: Record<string, string>; wanted: readonly string[] }>([
  { env: { ATS_API_TOKEN: "t0ken-of-the-app" }, wanted: ["t0ken-of-the-app"] },
  { env: { MY_PASSWORD: "correcthorsebatterystaple" }, wanted: ["correcthorsebatterystaple"] },
  { env: { SHOP_TOKEN_FILE: "/no/such/f1le" }, wanted: ["/no/such/f1le"] },
  { env: { SOME_URL: "https://u:p4ss@x.example/" }, wanted: ["p4ss", "u:p4ss"] },
  { env: { HTTPS_PROXY: "u:p4ss@proxy:3128" }, wanted: ["p4ss", "u:p4ss"] },
  // Ordinary words: without them a message would make no sense.
  { env: { SECRET_NAME: "ATS_API_TOKEN", SONAR_PROJECT_KEY: "template-id", CACHE_KEY: "remotest" }, wanted: [] },
  { env: { PATH: "/usr/bin:/bin2", EMPTY_TOKEN: "" }, wanted: [] },
])("$env: $wanted", ({ env, wanted }) => expect(likelySecrets(env)).toEqual(wanted));
