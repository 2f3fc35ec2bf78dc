import { globSync } from "node:fs";

/** Jenkins uses Groovy 2.4, which needs an old version of Java. */
export const javaHome: string =
  process.env["REMOTEST_JAVA_HOME"] ?? globSync("/usr/lib/jvm/java-17-openjdk-*")[0] ?? "/usr/lib/jvm/java-17";
