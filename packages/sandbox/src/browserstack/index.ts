import type { SandboxService } from "../service.ts";
import { browserstackRoutes } from "./service.ts";

const service: SandboxService = {
  title: "BrowserStack",
  decidedBy: "the name",
  account: (url) => ({ BROWSERSTACK_BASE_URL: url, BROWSERSTACK_USERNAME: "demo", BROWSERSTACK_ACCESS_KEY: "demo" }),
  before: ['echo "any bytes" > demo.apk', 'echo "any bytes" > demo-tests.apk'],
  example:
    'browserstack --framework espresso --app-file demo.apk --test-suite-file demo-tests.apk --device "Google Pixel 9-16.0" --name "Nightly fail"',
  routes: browserstackRoutes,
};

export default service;
