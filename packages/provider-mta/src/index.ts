export { mta, mta as default } from "./provider.ts";
