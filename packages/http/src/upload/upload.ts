import type { Agent, ClientRequest, request as httpRequest } from "node:http";
import { type WatchedConnection, watchConnection } from "../connection.ts";
import { brokenExchange, ExchangeError } from "../exchange-error.ts";
import type { UncheckedAnswer } from "../openapi-exchange.ts";
import { Deadlines, type Patience } from "./deadlines.ts";
import { type OnProgress, sendFile } from "./file-body.ts";
import { FileChangedError } from "./file-changed.ts";
import { goAhead } from "./go-ahead.ts";
import type { Form } from "./multipart.ts";
import type { SentFile } from "./sent-file.ts";
import { readAnswer } from "./upload-answer.ts";

/** One upload: its content, its target and its limits. */
export interface Upload extends Patience {
  readonly url: URL;
  readonly authorization: string;
  readonly file: SentFile;
  readonly form: Form;
  /** Without an agent, a new connection is made: a kept one may be dead, and the upload is sent only once. */
  readonly agent: Agent | undefined;
  readonly maxBytes: number;
  readonly onProgress: OnProgress;
}

/**
 * Sends the form once, streaming the file from disk, and returns the answer, which may come before everything is sent.
 *
 * @throws {ExchangeError} of any kind except `redirect`.
 * @throws {FileChangedError} the file changed meanwhile.
 * @throws the signal's reason when the caller aborts.
 */
export async function upload(plan: Upload): Promise<UncheckedAnswer> {
  // `import()` would read every export of the module, and with them load the whole built-in `fetch`.
  const { request: open } = process.getBuiltinModule(plan.url.protocol === "https:" ? "node:https" : "node:http");
  // Nothing is awaited from here to the deadlines, so that no abort is missed.
  plan.signal?.throwIfAborted();
  const request = openRequest(plan, open);
  const connection = watchConnection(request);
  const halt = new AbortController();
  const deadlines = new Deadlines(plan, request, connection);
  const answer = answerTo(request, plan.maxBytes);
  for (const event of ["response", "error", "close"]) request.once(event, () => halt.abort());
  const body = sendBody(plan, request, connection, halt.signal).then((whole) => whole && deadlines.allSent());
  try {
    return await Promise.race([answer, deadlines.missed, body.then(() => answer)]);
  } catch (cause) {
    if (plan.signal?.aborted) throw plan.signal.reason;
    if (cause instanceof ExchangeError || cause instanceof FileChangedError) throw cause;
    throw brokenExchange(cause, !connection.usable);
  } finally {
    deadlines.release();
    halt.abort();
    request.destroy();
    // The file may be closed only if no read of it is in progress.
    await body.catch(() => undefined);
  }
}

function openRequest({ url, authorization, file, form, agent }: Upload, open: typeof httpRequest): ClientRequest {
  try {
    return open(url, {
      method: "POST",
      agent: agent ?? false,
      headers: {
        authorization,
        accept: "application/json",
        "accept-encoding": "identity",
        "content-type": form.contentType,
        "content-length": form.head.length + file.size + form.tail.length,
        connection: "close",
        expect: "100-continue",
      },
    });
  } catch (cause) {
    throw brokenExchange(cause, true);
  }
}

/** Sends the body. Returns false if the upload was over before all of it was sent. */
async function sendBody(
  { file, form, onProgress }: Upload,
  request: ClientRequest,
  connection: WatchedConnection,
  halt: AbortSignal,
): Promise<boolean> {
  await goAhead(request, connection, halt);
  if (halt.aborted) return false;
  request.write(form.head);
  await sendFile(request, file, halt, onProgress);
  if (halt.aborted) return false;
  request.end(form.tail);
  return true;
}

function answerTo(request: ClientRequest, maxBytes: number): Promise<UncheckedAnswer> {
  return new Promise((resolve, reject) => {
    let answered = false;
    // Once there is an answer, a failed write of the rest does not matter.
    request.on("error", (error) => answered || reject(error));
    request.once("close", () => answered || reject(new Error("The connection was closed without an answer")));
    request.once("response", (response) => {
      answered = true;
      resolve(readAnswer(response, maxBytes, () => request.writableFinished));
    });
  });
}
