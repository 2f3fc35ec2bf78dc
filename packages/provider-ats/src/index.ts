export { ats, ats as default } from "./provider.ts";
