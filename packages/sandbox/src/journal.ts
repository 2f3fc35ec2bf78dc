/** A run that was accepted. `rerunOf` is the finished run that a rerun belongs to. */
export interface StartEvent {
  readonly kind: "start";
  /** The name of its provider. */
  readonly service: string;
  readonly id: string;
  /** The text that decides how it ends: the testset's name, the template's id. */
  readonly name: string;
  readonly rerunOf?: string;
}

/** A file part that arrived completely. Its bytes were counted and hashed, and are not kept. */
export interface UploadEvent {
  readonly kind: "upload";
  /** Exactly as in the request, including any path. */
  readonly fileName: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** The number of requests of a route. There is one entry for each route; its count grows. */
export interface RequestsEvent {
  readonly kind: "requests";
  /** Method and path template, such as `GET /openapi/v2/testset/{testset_id}`; `unknown` for any other path. */
  readonly route: string;
  readonly count: number;
}

/** An entry in the record of the sandbox's traffic: no secrets, no bodies. */
export type SandboxEvent = StartEvent | UploadEvent | RequestsEvent;

/** The record of a sandbox's traffic. It grows with runs and uploads, not with polls. */
export class Journal {
  readonly #onStart: ((event: StartEvent) => void) | undefined;
  readonly events: SandboxEvent[] = [];
  readonly #counts = new Map<string, { kind: "requests"; route: string; count: number }>();

  /** @param onStart receives each run as it is accepted */
  constructor(onStart?: (event: StartEvent) => void) {
    this.#onStart = onStart;
  }

  add(event: StartEvent | UploadEvent): void {
    this.events.push(event);
    if (event.kind === "start") this.#onStart?.(event);
  }

  countRequest(route: string): void {
    let entry = this.#counts.get(route);
    if (entry === undefined) {
      entry = { kind: "requests", route, count: 0 };
      this.#counts.set(route, entry);
      this.events.push(entry);
    }
    entry.count++;
  }

  /** Returns how many runs were accepted, including reruns. */
  starts(): number {
    return this.events.filter((event) => event.kind === "start").length;
  }
}
