import type { SandboxService } from "../service.ts";
import { apptestRoutes } from "./service.ts";

const service: SandboxService = {
  title: "apptest.ai",
  decidedBy: "the name",
  account: (url) => ({ APPTEST_BASE_URL: url, APPTEST_USER_ID: "demo", APPTEST_ACCESS_KEY: "demo" }),
  before: ['echo "any bytes" > demo.apk'],
  example: 'apptest --project-id 1120 --app-file demo.apk --name "Nightly fail"',
  routes: apptestRoutes,
};

export default service;
