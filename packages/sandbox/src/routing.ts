import type { IncomingMessage } from "node:http";
import { type Answer, type cut, textAnswer } from "./answer.ts";

/** One request on its way through a route. */
export interface Exchange {
  readonly request: IncomingMessage;
  /** The named parts of the path, as they were sent. */
  readonly parts: Readonly<Record<string, string>>;
  /** The text after `?`, without it. */
  readonly query: string;
  /**
   * The sandbox's address that the client used, such as `http://127.0.0.1:4010`, for links in answers. It has no
   * character that XML or HTML would have to escape.
   */
  readonly origin: string;
}

/** One method of one path. */
export interface Route {
  readonly method: "GET" | "POST";
  /** A path template, such as `/openapi/v2/testset/{testset_id}`. */
  readonly path: string;
  /** Refuses a request by its head alone, before the client is told to send the body. */
  readonly refuse?: (request: IncomingMessage) => Answer | undefined;
  readonly handle: (exchange: Exchange) => Promise<Answer | typeof cut> | Answer | typeof cut;
}

/** The route of a request, or the answer if no route matches. */
export type RouteMatch =
  | { readonly route: Route; readonly parts: Record<string, string>; readonly query: string }
  | { readonly route: undefined; readonly answer: Answer };

/** Makes the function that finds a request's route: 404 for an unknown path, 405 with `Allow` for another method. */
export function router(routes: readonly Route[]): (request: IncomingMessage) => RouteMatch {
  const known = routes.map((route) => ({ route, pattern: patternOf(route.path) }));
  return (request) => {
    const target = request.url ?? "";
    const mark = target.indexOf("?");
    const path = mark < 0 ? target : target.slice(0, mark);
    const found = known.filter(({ pattern }) => pattern.test(path));
    const fit = found.find(({ route }) => route.method === request.method);
    if (fit !== undefined) {
      const parts = { ...fit.pattern.exec(path)?.groups };
      return { route: fit.route, parts, query: mark < 0 ? "" : target.slice(mark + 1) };
    }
    if (found.length === 0) return { route: undefined, answer: textAnswer(404, `Nothing is served at ${path}`) };
    const allow = found.map(({ route }) => route.method).join(", ");
    return { route: undefined, answer: textAnswer(405, `Only ${allow} is served at ${path}`, { allow }) };
  };
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*+?^$()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
}
