import { spawn } from "node:child_process";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { certificates } from "../../../test/e2e/faults/certificates.ts";
import { listen } from "./listen.ts";

/** A server of git repositories, as a forge is one for those who clone. */
export interface GitServer extends AsyncDisposable {
  /** Host and port. */
  readonly host: string;
  /** The file with the certificate to trust. */
  readonly certificate: string;
}

/** Serves the bare repositories in a folder, `<name>.git` at `/<owner>/<name>`, with git's own program for this. */
export async function serveRepositories(folder: string): Promise<GitServer> {
  const made = await certificates();
  const { key, cert, file } = made.trusted;
  const server = createServer({ key, cert }, (request, response) => answer(folder, request, response));
  const port = await listen(server);
  return {
    host: `localhost:${port}`,
    certificate: file,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
      await made[Symbol.asyncDispose]();
    },
  };
}

/** Asks `git http-backend`, a CGI program: its answer begins with headers. */
function answer(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", "https://localhost");
  const [, , name = "", ...rest] = pathname.split("/");
  const backend = spawn("git", ["http-backend"], {
    env: {
      PATH: process.env["PATH"],
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: `/${name.replace(/\.git$/, "")}.git/${rest.join("/")}`,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method,
      CONTENT_TYPE: request.headers["content-type"],
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"],
      GIT_PROTOCOL: request.headers["git-protocol"] as string | undefined,
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(backend.stdin);
  const parts: Buffer[] = [];
  backend.stdout.on("data", (part: Buffer) => parts.push(part));
  backend.once("close", () => {
    const whole = Buffer.concat(parts);
    const end = whole.indexOf("\r\n\r\n");
    for (const line of whole.subarray(0, end).toString("utf8").split("\r\n")) {
      const [field = "", value = ""] = line.split(": ");
      if (field === "Status") response.statusCode = Number.parseInt(value, 10);
      else response.setHeader(field, value);
    }
    response.end(whole.subarray(end + 4));
  });
}
