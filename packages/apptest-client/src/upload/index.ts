/** The code for uploads. It is loaded with the first upload, so that a status check does not wait for it. */
export { frame, upload } from "@remotest/http/upload";
export { openAppFile } from "./app-file.ts";
