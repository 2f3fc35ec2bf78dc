// The service that the provider beside this file talks to: `node service.js` prints its address and runs until Ctrl-C.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const token = "demo";
const runMs = 1_000;

/**
 * Starts the service on a free port.
 * @returns its address, the number of runs started so far, and a function that stops it.
 */
export async function startService() {
  const runs = [];
  const server = createServer(async (request, response) => {
    const answer = (status, body) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    let text = "";
    for await (const chunk of request) text += chunk;
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { error: "unknown token" });
    if (request.method === "POST" && request.url === "/runs") {
      const { suite, callback } = JSON.parse(text);
      if (!["pass", "fail", "slow", "lost-answer"].includes(suite)) return answer(400, { error: "no such suite" });
      const id = runs.push({ suite, startedAt: Date.now() });
      if (callback) setTimeout(() => fetch(callback, { method: "POST" }).catch(() => undefined), runMs).unref();
      return suite === "lost-answer" ? request.socket.destroy() : answer(201, { id });
    }
    const run = runs[Number(/^\/runs\/(\d+)$/.exec(request.url)?.[1]) - 1];
    if (!run) return answer(404, { error: "no such run" });
    if (request.method === "DELETE" && stateOf(run).state === "running") run.isCancelled = true;
    return answer(200, stateOf(run));
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    starts: () => runs.length,
    close: () => new Promise((closed) => server.close(closed).closeAllConnections()),
  };
}

function stateOf({ suite, startedAt, isCancelled }) {
  const finished = !isCancelled && Date.now() - startedAt >= (suite === "slow" ? 60_000 : runMs);
  const last = suite === "fail" ? { result: "failed", message: "Expected 200, got 500." } : { result: "passed" };
  const tests = [
    { name: "The page opens", ms: 120, result: finished ? "passed" : "waiting" },
    { name: "The order is sent", ms: 480, ...(finished ? last : { result: "waiting" }) },
  ];
  if (isCancelled) return { state: "cancelled", tests };
  return { state: finished ? "finished" : "running", tests };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.stdout.write(`${(await startService()).url}\n`);
