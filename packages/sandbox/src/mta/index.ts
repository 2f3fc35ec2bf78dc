import type { SandboxService } from "../service.ts";
import { mtaRoutes } from "./service.ts";

const service: SandboxService = {
  title: "Menditect MTA",
  decidedBy: "the key of what is executed",
  account: (url) => ({ MTA_BASE_URL: url, MTA_USERNAME: "demo", MTA_PASSWORD: "demo" }),
  before: [],
  example: "mta --configuration checkout-fail --application-instance 19",
  routes: mtaRoutes,
};

export default service;
