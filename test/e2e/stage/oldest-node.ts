import { arch, platform } from "node:os";
import { registryNode } from "./registry-node.ts";

/** The oldest version of Node that shipped code runs on; Azure agents fall back to it. */
export const oldestVersion = "20.19.0";

/**
 * Returns the program of that version.
 * @throws if the registry cannot be reached.
 */
export function oldestNode(): string {
  return registryNode(oldestVersion, `${platform() === "win32" ? "win" : platform()}-${arch()}`);
}
