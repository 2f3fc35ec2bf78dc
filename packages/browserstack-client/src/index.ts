export type { ValueInAnswer } from "@remotest/http";
export { isAddress, isId } from "./answers.ts";
export type { Build, Case, CaseCounts, DeviceState, Session, SessionState, StatusWord } from "./builds.ts";
export {
  type BrowserstackClient,
  type BrowserstackClientOptions,
  type BuildRequest,
  type BuildToStart,
  createBrowserstackClient,
  type FileToUpload,
  type Framework,
  type SessionPath,
} from "./client.ts";
export {
  BrowserstackError,
  BrowserstackHttpError,
  BrowserstackInputError,
  BrowserstackTransportError,
  BrowserstackUnreadableError,
} from "./errors.ts";
export { hasToken, withoutTokens } from "./links.ts";
