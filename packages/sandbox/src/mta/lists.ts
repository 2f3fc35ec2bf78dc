import { jsonAnswer, textAnswer } from "../answer.ts";
import type { Exchange, Route } from "../routing.ts";

const application = { Key: "15", Name: "Shop", MxProjectId: "18ef9972-501b-4806-8f89-ef8aaddb97a0" };
const commit = { CommitId: "582670e77da6ac294e37fbc2d141c2113e911abd" };

/** Returns the routes that list what can be executed. The lists are the same for every key. */
export function listRoutes(route: (method: Route["method"], path: string, handle: Route["handle"]) => Route): Route[] {
  const test = (kind: string, key: string, name: string) => (exchange: Exchange) =>
    jsonAnswer(200, [
      { Key: key, Name: name, Url: `${exchange.origin}/link/${kind}/${key}`, ConstructionError: "No Error" },
    ]);
  const needs = (name: string, list: readonly object[]) => (exchange: Exchange) =>
    new URLSearchParams(exchange.query).get(name)
      ? jsonAnswer(200, list)
      : textAnswer(400, `InvalidInput: ${name} is missing`);
  const withKey = (name: string, kind: string, key: string, title: string): Route["handle"] => {
    const list = test(kind, key, title);
    return (exchange) =>
      new URLSearchParams(exchange.query).get(name)
        ? list(exchange)
        : textAnswer(400, `InvalidInput: ${name} is missing`);
  };
  return [
    route("GET", "/testconfigurations", test("testconfiguration", "28", "Shop, complete")),
    route("GET", "/testsuites", withKey("testconfigurationKey", "testsuite", "32", "Checkout")),
    route("GET", "/testcases", test("testcase", "96", "Log in")),
    route("GET", "/applications", () => jsonAnswer(200, [application])),
    route("GET", "/applicationinstances", needs("applicationKey", [{ Key: "19", Name: "Acceptance" }])),
    route("GET", "/revisions", () =>
      jsonAnswer(200, [{ Key: "15", Application: "Shop", ...commit, Branches: [{ Name: "main" }] }]),
    ),
    route("GET", "/testconfigurations/{key}/adapt-status", ({ parts }) =>
      jsonAnswer(200, { Key: parts["key"], Name: "Shop, complete", AdaptStatus: "Open" }),
    ),
  ];
}
