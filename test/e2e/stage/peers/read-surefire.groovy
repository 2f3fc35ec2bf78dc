// Prints what Surefire's report parser reads in each given JUnit file.
import groovy.json.JsonOutput
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser

def parser = new TestSuiteXmlParser(new NullConsoleLogger())
def read = args.collectEntries { path ->
  def suites = parser.parse(path)
  [path, [
    total: suites.sum { it.numberOfTests },
    failed: suites.sum { it.numberOfFailures },
    errors: suites.sum { it.numberOfErrors },
    skipped: suites.sum { it.numberOfSkipped },
    flaky: suites.sum { it.numberOfFlakes },
    names: suites.collectMany { suite -> suite.testCases.collect { "${it.fullClassName}\n${it.name}".toString() } },
    flakyNames: suites.collectMany { suite -> suite.testCases.findAll { it.hasFlakes() }.collect { it.name } },
  ]]
}
println JsonOutput.toJson(read)
