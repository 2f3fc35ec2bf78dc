// The language server that editors use for YAML, spoken to over its standard input and output.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
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
  const answers = new Map<number, (result: unknown) => void>();
  const opened = new Map<string, (diagnostics: readonly Diagnostic[]) => void>();
  let sent = 0;
  const schemas = { [pathToFileURL(schema).href]: "*.yaml" };
  const yaml = { validate: true, completion: true, hover: true, schemaStore: { enable: false }, schemas };
  const settingsFor = (params: unknown): readonly object[] =>
    (params as { readonly items: readonly { readonly section: string }[] }).items.map(({ section }) =>
      section === "yaml" ? yaml : {},
    );
  const send = (message: Message): void => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  const request = <Result>(method: string, params: unknown): Promise<Result> => {
    const id = ++sent;
    send({ id, method, params });
    return new Promise((resolve) => answers.set(id, resolve as (result: unknown) => void));
  };
  readMessages(child.stdout, (message) => {
    if (message.method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = message.params as { uri: string; diagnostics: readonly Diagnostic[] };
      opened.get(uri)?.(diagnostics);
    } else if (message.method === "workspace/configuration")
      send({ id: message.id, result: settingsFor(message.params) });
    else if (message.method !== undefined && message.id !== undefined) send({ id: message.id, result: null });
    else if (message.id !== undefined) answers.get(message.id)?.(message.result);
  });
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
  let documents = 0;
  const open = (text: string): { readonly uri: string; readonly underlined: Promise<readonly Diagnostic[]> } => {
    const uri = `file:///plans/${++documents}/remotest.yaml`;
    const underlined = new Promise<readonly Diagnostic[]>((resolve) => opened.set(uri, resolve));
    send({
      method: "textDocument/didOpen",
      params: { textDocument: { uri, languageId: "yaml", version: 1, text } },
    });
    return { uri, underlined };
  };
  const at = async <Result>(method: string, marked: string): Promise<Result> => {
    const before = marked.slice(0, marked.indexOf("▸")).split("\n");
    const { uri, underlined } = open(marked.replace("▸", ""));
    await underlined;
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    return request<Result>(method, { textDocument: { uri }, position });
  };
  return {
    diagnostics: (text) => open(text).underlined,
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
    [Symbol.asyncDispose]: async () => {
      child.stdin.end();
      child.kill();
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
