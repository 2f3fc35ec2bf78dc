export { browserstack, browserstack as default } from "./provider.ts";
