/** Packages of Java's and Kotlin's platforms, and of what runs the tests there. */
const javaPackages =
  "java|javax|jdk|sun|com\\.sun|kotlin|kotlinx|scala|groovy|android|androidx|dalvik|com\\.android|org\\.(?:junit|testng|gradle|apache|openqa|mockito|hamcrest|assertj|codehaus|robolectric|jetbrains)|io\\.(?:appium|netty|cucumber)|net\\.bytebuddy";
/** Namespaces of .NET and of what runs the tests there. */
const dotNetNamespaces = "System|Microsoft|NUnit|Xunit|OpenQA|MSTest";

const frames: readonly RegExp[] = [
  new RegExp(String.raw`^\s*at (?:[\w.@-]+/+)?(?:${javaPackages})\.[\w.$<>]+\(`),
  new RegExp(String.raw`^\s*at (?:${dotNetNamespaces})\.[\w.\`<>[\]]+\(`),
  // Node and browsers: "at run (/shop/node_modules/mocha/lib/runner.js:1:2)", "at node:internal/process:1:2".
  /^\s*at .*(?:node_modules[/\\]|\(?node:|\(?internal\/)/,
  // Python names the file: "File "/usr/lib/python3/site-packages/pytest/main.py", line 1, in main".
  /^\s*File "[^"]*(?:site-packages|dist-packages|lib\/python3[^/]*)\//,
  // Ruby and Swift.
  /^\s*(?:from )?\S*\/gems\/\S+:\d+:in /,
  /^\s*\d+\s+(?:XCTest|XCTestCore|CoreFoundation|UIKitCore|Foundation|libdispatch\.dylib|libsystem_\S+)\s+0x/,
];

/**
 * Recognises a line of a stack trace that is about a library, not about the app or its tests.
 * @example isLibraryFrame("  at org.junit.Assert.fail(Assert.java:89)") // true
 */
export function isLibraryFrame(line: string): boolean {
  return frames.some((frame) => frame.test(line));
}
