import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A key and its self-signed certificate for 127.0.0.1 and localhost, as PEM, and the certificate's file. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  readonly file: string;
}

/** Two unrelated certificates. `await using` removes their files. */
export interface Certificates extends AsyncDisposable {
  readonly trusted: Certificate;
  readonly untrusted: Certificate;
}

/** Makes two certificates with openssl. */
export async function certificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), "remotest-certificates-"));
  const make = async (name: string): Promise<Certificate> => {
    const [key, cert] = [join(folder, `${name}.key.pem`), join(folder, `${name}.pem`)];
    const request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost";
    const rest = ["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out", cert];
    await promisify(execFile)("openssl", [...request.split(" "), ...rest]);
    return { key: await readFile(key, "utf8"), cert: await readFile(cert, "utf8"), file: cert };
  };
  const [trusted, untrusted] = [await make("trusted"), await make("untrusted")];
  return { trusted, untrusted, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }) };
}
