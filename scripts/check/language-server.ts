// The language server that editors use for YAML, spoken to over its standard input and output.
import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const server = join(dirname(require.resolve("yaml-language-server/package.json")), "bin/yaml-language-server");

/** A mistake that the editor underlines; lines and characters count from 0. */
export interface Diagnostic {
  readonly message: string;
  readonly range: { readonly start: { readonly line: number; readonly character: number } };
}

/** A document in an editor whose cursor is somewhere. */
export interface Editor extends AsyncDisposable {
  /** Opens a document and returns what is underlined. */
  readonly diagnostics: (text: string) => Promise<readonly Diagnostic[]>;
  /** Returns what the editor offers at `▸`, which is not part of the text. */
  readonly completions: (text: string) => Promise<readonly string[]>;
  /** Returns what the editor shows about the word at `▸`. */
  readonly hover: (text: string) => Promise<string>;
}

interface Message {
  readonly id?: number | undefined;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
}

/** Starts the server with a schema for every document. It fetches nothing. */
export async function openEditor(schema: string): Promise<Editor> {
  const child = spawn(process.execPath, [server, "--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
  const opened = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  const schemas = { [pathToFileURL(schema).href]: "*.yaml" };
  const yaml = { validate: true, completion: true, hover: true, schemaStore: { enable: false }, schemas };
  const { send, request } = connectionTo(child, { opened, yaml });
  await request("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: {
      workspace: { configuration: true },
      textDocument: { completion: {}, hover: {}, publishDiagnostics: {} },
    },
  });
  send({ method: "initialized", params: {} });
  send({ method: "workspace/didChangeConfiguration", params: { settings: { yaml } } });
  const open = (text: string): OpenDocument => {
    const uri = `file:///plans/${opened.size + 1}/remotest.yaml`;
    const underlined = new Promise<readonly Diagnostic[]>((resolve) => opened.set(uri, resolve));
    send({
      method: "textDocument/didOpen",
      params: { textDocument: { uri, languageId: "yaml", version: 1, text } },
    });
    return { uri, underlined };
  };
  return {
    diagnostics: (text) => open(text).underlined,
    ...questionsAt(open, request),
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      child.kill();
    },
  };
}

interface OpenDocument {
  readonly uri: string;
  readonly underlined: Promise<readonly Diagnostic[]>;
}

type Request = <Result>(method: string, params: unknown) => Promise<Result>;

/** The messages between an editor and the server. */
interface Connection {
  readonly send: (message: Message) => void;
  readonly request: Request;
}

/** Answers what the server asks for, and receives what it underlines. */
interface EditorState {
  readonly opened: ReadonlyMap<string, (diagnostics: readonly Diagnostic[]) => void>;
  /** The settings for YAML. */
  readonly yaml: object;
}

function connectionTo(
  { stdin, stdout }: ChildProcessByStdio<Writable, Readable, null>,
  editor: EditorState,
): Connection {
  const answers = new Map<number, (result: unknown) => void>();
  let sent = 0;
  const send = (message: Message): void => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const settingsFor = (params: unknown): readonly object[] =>
    (params as { readonly items: readonly { readonly section: string }[] }).items.map(({ section }) =>
      section === "yaml" ? editor.yaml : {},
    );
  readMessages(stdout, (message) => {
    if (message.method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: readonly Diagnostic[] };
      editor.opened.get(uri)?.(diagnostics);
    } else if (message.method === "workspace/configuration")
      send({ id: message.id, result: settingsFor(message.params) });
    else if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
    else if (message.id !== undefined) answers.get(message.id)?.(message.result);
  });
  const request: Request = <Result>(method: string, params: unknown) => {
    const id = ++sent;
    send({ id, method, params });
    return new Promise<Result>((resolve) => answers.set(id, resolve as (result: unknown) => void));
  };
  return { send, request };
}

/** Returns what the editor asks at the position of `▸`. */
function questionsAt(open: (text: string) => OpenDocument, request: Request): Pick<Editor, "completions" | "hover"> {
  const at = async <Result>(method: string, marked: string): Promise<Result> => {
    const before = marked.slice(0, marked.indexOf("▸")).split("\n");
    const { uri, underlined } = open(marked.replace("▸", ""));
    await underlined;
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return request<Result>(method, { textDocument: { uri }, position });
  };
  return {
    completions: async (text) => {
      const { items } = await at<{ readonly items: readonly { readonly label: string }[] }>(
        "textDocument/completion",
        text,
      );
      return items.map(({ label }) => label);
    },
    hover: async (text) => {
      const found = await at<{ readonly contents: { readonly value: string } } | null>("textDocument/hover", text);
      return found?.contents.value ?? "";
    },
  };
}

/** Each message has a header with its length in bytes. */
function readMessages(stream: NodeJS.ReadableStream, listen: (message: Message) => void): void {
  let left = Buffer.alloc(0);
  stream.on("data", (chunk: Buffer) => {
    left = Buffer.concat([left, chunk]);
    for (;;) {
      const head = left.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/i.exec(left.subarray(0, Math.max(0, head)).toString())?.[1]);
      if (head < 0 || left.length < head + 4 + length) return;
      listen(JSON.parse(left.subarray(head + 4, head + 4 + length).toString()) as Message);
      left = left.subarray(head + 4 + length);
    }
  });
}
