export { apptest, apptest as default } from "./provider.ts";
