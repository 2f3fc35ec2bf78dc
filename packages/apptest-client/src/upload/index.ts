/** All that only an upload needs: loaded when the first one is made, so that a look at a testset need not wait for it. */
export { openAppFile } from "./app-file.ts";
export { frame } from "./multipart.ts";
export { upload } from "./upload.ts";
