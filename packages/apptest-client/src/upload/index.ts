/** The code for uploads. It is loaded with the first upload, so that a status check does not wait for it. */
export { openAppFile } from "./app-file.ts";
export { frame } from "./multipart.ts";
export { upload } from "./upload.ts";
