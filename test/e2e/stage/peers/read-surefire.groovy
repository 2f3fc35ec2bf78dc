// Prints what Surefire's report parser reads in each given JUnit file.
import groovy.json.JsonOutput
import org.apache.maven.plugin.surefire.log.api.NullConsoleLogger
import org.apache.maven.plugins.surefire.report.TestSuiteXmlParser

def parser = new TestSuiteXmlParser(new NullConsoleLogger())
println JsonOutput.toJson(args.collectEntries { path ->
  def suites = parser.parse(path)
  def cases = suites.collectMany { it.testCases }
  [path, [
    total: suites.sum { it.numberOfTests },
    failed: suites.sum { it.numberOfFailures },
    errors: suites.sum { it.numberOfErrors },
    skipped: suites.sum { it.numberOfSkipped },
    flaky: cases.findAll { it.hasFlakes() }.collect { it.name },
    names: cases.collect { [it.fullClassName, it.name].join('\n') },
  ]]
})
