// A self-signed certificate for 127.0.0.1, made for each run, so that the repository contains no key.
import { generateKeyPairSync, sign } from "node:crypto";

/** PEM texts for a TLS server. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Tags of DER, as far as a certificate of version 3 needs them. */
const tag = { integer: 2, bits: 3, octets: 4, oid: 6, utf8: 12, sequence: 0x30, set: 0x31, time: 0x17 };

export function selfSigned(): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const ecdsaWithSha256 = der(tag.sequence, der(tag.oid, Buffer.from("2a8648ce3d040302", "hex")));
  const commonName = der(tag.sequence, der(tag.oid, Buffer.from("550403", "hex")), der(tag.utf8, Buffer.from("test")));
  const name = der(tag.sequence, der(tag.set, commonName));
  const address = der(tag.sequence, der(0x87, Buffer.from([127, 0, 0, 1])));
  const alternative = der(tag.sequence, der(tag.oid, Buffer.from("551d11", "hex")), der(tag.octets, address));
  const body = der(
    tag.sequence,
    der(0xa0, der(tag.integer, Buffer.from([2]))),
    der(tag.integer, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(tag.sequence, time(-1), time(1)),
    name,
    publicKey.export({ type: "spki", format: "der" }),
    der(0xa3, der(tag.sequence, alternative)),
  );
  const signature = der(tag.bits, Buffer.from([0]), sign("sha256", body, privateKey));
  const base64 = der(tag.sequence, body, ecdsaWithSha256, signature).toString("base64");
  return {
    key: privateKey.export({ type: "pkcs8", format: "pem" }).toString(),
    cert: `-----BEGIN CERTIFICATE-----\n${base64.replaceAll(/.{64}/g, "$&\n")}\n-----END CERTIFICATE-----\n`,
  };
}

function der(type: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([type, ...size]), content]);
}

/** Returns the UTCTime of `days` from now. */
function time(days: number): Buffer {
  const text = new Date(Date.now() + days * 86_400_000).toISOString().replaceAll(/[-:T]|\.\d+/g, "");
  return der(tag.time, Buffer.from(text.slice(2)));
}
