import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import remotest.Invocation

/** Starts a remote test run, waits for it and gates the build. The parameters: remotestRun.txt. */
def call(Map params = [:]) {
    Map given = Invocation.given(params)
    List<String> problems = Invocation.problems(given)
    if (problems) error("Remotest: usage. ${problems.join(' ')}")
    int code = -1
    try {
        withEnv(Invocation.environment(given)) {
            withSecrets(given.credentials) {
                code = sh(label: 'Remotest', returnStatus: true, script: Invocation.script(given))
            }
        }
    } catch (Throwable ended) {
        publishAfter(ended, given.reportDir.toString())
    }
    publish(given.reportDir.toString())
    String file = "${given.reportDir}/outputs.env"
    Map<String, String> outputs = Invocation.outputs(fileExists(file) ? readFile(file: file, encoding: 'UTF-8') : '')
    conclude(code, outputs, given.onFailedTests.toString())
    return outputs
}

/** Secrets reach the command through its environment, and the log masks them. */
private void withSecrets(Object credentials, Closure body) {
    if (!credentials) {
        body()
        return
    }
    List bindings = []
    if (credentials instanceof Map) {
        for (entry in credentials) bindings << secretText(entry.key.toString(), entry.value.toString())
    } else {
        bindings = credentials as List
    }
    withCredentials(bindings) { body() }
}

private Object secretText(String variable, String id) {
    return variable.endsWith('_FILE') ? file(credentialsId: id, variable: variable) : string(credentialsId: id, variable: variable)
}

/** After an abort too: whatever publishing comes to, a second abort or a lost agent, the first end is the one that counts. */
private void publishAfter(Throwable ended, String dir) {
    try {
        publish(dir)
    } catch (Throwable second) {
        echo("Remotest: the reports are not published: ${second.message}")
    }
    throw ended
}

/** The gate has judged already, so junit only shows. */
private void publish(String dir) {
    attempt('junit') { junit(testResults: "${dir}/junit.xml", allowEmptyResults: true, skipMarkingBuildUnstable: true) }
    attempt('archiveArtifacts') { archiveArtifacts(artifacts: "${dir}/**", allowEmptyArchive: true) }
    attempt('publishHTML') {
        if (fileExists("${dir}/report.html")) publishHTML(target: [reportName: 'Remote tests', reportDir: dir, reportFiles: 'report.html', keepAll: true,
            alwaysLinkToLastBuild: true, allowMissing: true])
    }
}

/** A report that cannot be published is said in the log; the build is judged by the run. */
private void attempt(String step, Closure body) {
    try {
        body()
    } catch (FlowInterruptedException aborted) {
        throw aborted
    } catch (NoSuchMethodError missing) {
        echo("Remotest: there is no ${step} here; its plugin is not installed.")
    } catch (Exception failure) {
        unstable("Remotest: ${step} failed: ${failure.message}")
    }
}

/** UNSTABLE is for failed tests alone, and only by the command's own word: npx, too, ends with 1 where it fails. */
private void conclude(int code, Map<String, String> outputs, String onFailedTests) {
    if (code == 0 && outputs.outcome == 'passed') return
    String verdict = outputs.outcome ?: (code == 2 ? 'usage' : 'no verdict')
    String run = outputs.runRef ? " ${outputs.runRef}" : ''
    if (code == 1 && verdict == 'failed' && onFailedTests == 'unstable') {
        unstable("Remotest:${run} failed: ${outputs.failed} failed and ${outputs.errors} broken of ${outputs.total} tests")
        return
    }
    error("Remotest:${run} ${verdict} (exit code ${code})")
}
