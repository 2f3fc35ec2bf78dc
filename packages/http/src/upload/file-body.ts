import type { ClientRequest } from "node:http";
import { FileChangedError } from "./file-changed.ts";
import type { SentFile } from "./sent-file.ts";

const slotBytes = 2 ** 20;

/** Receives the number of bytes of the file that were passed to the socket, and its size. */
export type OnProgress = (sent: number, total: number) => void;

/**
 * Writes the file's bytes to the request from two buffers in turn. A buffer is filled again only after its write is done,
 * so there are never more than two in memory, however slow the reader is. Returns early once `halt` is aborted.
 *
 * @throws {FileChangedError} the file shrank, grew or was written to meanwhile. Its last part is then not sent, so that
 * the service cannot mistake a mixture for the app.
 */
export async function sendFile(
  request: ClientRequest,
  file: SentFile,
  halt: AbortSignal,
  onProgress: OnProgress,
): Promise<void> {
  const bytes = Math.min(slotBytes, file.size);
  const slots = [new Slot(bytes, halt), new Slot(bytes, halt)] as const;
  let handedOver = 0;
  const settle = async (slot: Slot): Promise<void> => {
    const written = await slot.free;
    if (written === 0 || halt.aborted) return;
    handedOver += written;
    onProgress(handedOver, file.size);
  };
  let turn: 0 | 1 = 0;
  for (let offset = 0; offset < file.size; turn = turn === 0 ? 1 : 0) {
    const slot = slots[turn];
    await settle(slot);
    if (halt.aborted) return;
    const { bytesRead } = await file.handle.read(slot.buffer, 0, Math.min(bytes, file.size - offset), offset);
    if (halt.aborted) return;
    offset += bytesRead;
    // After the last bytes are sent, a check would be too late.
    if (bytesRead === 0 || (offset === file.size && !(await file.isUnchanged()))) throw new FileChangedError();
    slot.write(request, bytesRead);
  }
  await settle(slots[turn]);
  await settle(slots[turn === 0 ? 1 : 0]);
}

/** One of the two buffers. */
class Slot {
  readonly buffer: Buffer;
  /** Resolves to the bytes of the last write once the buffer may be filled again. */
  free: Promise<number> = Promise.resolve(0);
  #release = (): void => undefined;

  constructor(bytes: number, halt: AbortSignal) {
    this.buffer = Buffer.allocUnsafeSlow(bytes);
    // A destroyed request never calls back.
    halt.addEventListener("abort", () => this.#release(), { once: true });
  }

  write(request: ClientRequest, bytes: number): void {
    this.free = new Promise((resolve) => {
      this.#release = () => resolve(bytes);
      request.write(this.buffer.subarray(0, bytes), this.#release);
    });
  }
}
