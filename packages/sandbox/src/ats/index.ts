import type { SandboxService } from "../service.ts";
import { atsRoutes } from "./service.ts";

const service: SandboxService = {
  title: "Mendix ATS",
  decidedBy: "the template's ID",
  account: (url) => ({ ATS_BASE_URL: url, ATS_API_TOKEN: "demo" }),
  before: [],
  example: "ats --app-id shop --template-id checkout-fail",
  describedAt: (url) => `its WSDL: ${url}/ws/RunJob?wsdl`,
  routes: atsRoutes,
};

export default service;
