import { describe, expect, it } from "vitest";
import { isLibraryFrame } from "./library-frames.ts";

describe("a stack frame of a library", () => {
  it.each([
    "\tat org.junit.Assert.fail(Assert.java:89)",
    "    at java.base/jdk.internal.reflect.DirectMethodHandleAccessor.invoke(DirectMethodHandleAccessor.java:103)",
    "at org.openqa.selenium.remote.RemoteWebDriver.execute(RemoteWebDriver.java:569)",
    "  at io.appium.java_client.AppiumDriver.findElement(AppiumDriver.java:1)",
    "   at System.Threading.Tasks.Task.Execute() in /_/src/Task.cs:line 2",
    "    at Runner.run (/shop/node_modules/mocha/lib/runner.js:889:12)",
    "    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)",
    '  File "/usr/lib/python3/dist-packages/pytest/main.py", line 12, in main',
    "        from /usr/lib/ruby/gems/3.2/gems/rspec-core/lib/runner.rb:12:in `run'",
    "3   XCTestCore    0x000000010f7b2c4a -[XCTestCase invokeTest] + 61",
  ])("%s", (line) => expect(isLibraryFrame(line)).toBe(true));
});

describe("any other line", () => {
  it.each([
    "  at com.acme.shop.CheckoutTest.pay(CheckoutTest.java:41)",
    "    at pay (/shop/test/checkout.test.js:7:3)",
    '  File "/shop/tests/test_checkout.py", line 9, in test_pay',
    "   at Acme.Shop.Checkout.Pay()",
    "  at Checkout.Pay (step 7: wait for the result)",
    "Look at java.lang.String.valueOf for the reason",
    "",
  ])("%s", (line) => expect(isLibraryFrame(line)).toBe(false));
});
