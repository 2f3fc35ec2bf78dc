/** The code for uploads. It is loaded with the first upload, so that a status check does not wait for it. */
export { escapeFileName, type Form, frame } from "./multipart.ts";
export { openSentFile, type SentFile } from "./sent-file.ts";
export { type Upload, upload } from "./upload.ts";
