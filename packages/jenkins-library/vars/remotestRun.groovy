import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException
import remotest.Invocation

/** Starts a remote test run, waits for it, and fails or marks the build. Parameters: see remotestRun.txt. */
def call(Map params = [:]) {
    Map given = Invocation.withDefaults(params)
    List<String> problems = Invocation.findProblems(given)
    if (problems) error("Remotest: usage. ${problems.join(' ')}")
    int code = -1
    boolean isBegun = false
    try {
        withEnv(Invocation.environment(given)) {
            withSecrets(given.credentials) {
                isBegun = true
                code = sh(label: 'Remotest', returnStatus: true, script: Invocation.script(given))
            }
        }
    } catch (Throwable ended) {
        // Until the script has begun, for example without the credentials, the reports are those of an earlier build.
        if (!isBegun) throw ended
        publishAfter(ended, given.reportDir.toString())
    }
    // What is in the directory is of an earlier build, and must be neither published nor believed.
    if (code == Invocation.NOT_MOVED)
        error("Remotest: usage. The reports of an earlier build in ${given.reportDir} cannot be moved, so nothing was started; see the log.")
    publish(given.reportDir.toString())
    String file = "${given.reportDir}/outputs.env"
    Map<String, String> outputs = Invocation.outputs(fileExists(file) ? readFile(file: file, encoding: 'UTF-8') : '')
    conclude(code, outputs, given)
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

/** Publishes even after an abort. If publishing fails too (a second abort, a lost agent), the first error counts. */
private void publishAfter(Throwable ended, String dir) {
    try {
        publish(dir)
    } catch (Throwable second) {
        echo("Remotest: the reports were not published: ${second.message}")
    }
    throw ended
}

/** The gate has already decided, so junit only shows the results. */
private void publish(String dir) {
    attempt('junit') { junit(testResults: "${dir}/junit.xml", allowEmptyResults: true, skipMarkingBuildUnstable: true) }
    // Jenkins reads the path as a pattern of paths in the workspace: what it cannot find there must not be lost silently.
    attempt('archiveArtifacts') { archiveArtifacts(artifacts: "${dir}/**", allowEmptyArchive: !fileExists("${dir}/outputs.env")) }
    attempt('publishHTML') {
        // A second page of the same name would replace the first one.
        String page = dir == Invocation.REPORT_DIR ? 'Remote tests' : "Remote tests: ${dir}"
        if (fileExists("${dir}/report.html")) publishHTML(target: [reportName: page, reportDir: dir, reportFiles: 'report.html', keepAll: true,
            alwaysLinkToLastBuild: true, allowMissing: true])
    }
}

/** If a report cannot be published, the log says so; the run decides about the build. */
private void attempt(String step, Closure body) {
    try {
        body()
    } catch (FlowInterruptedException aborted) {
        throw aborted
    } catch (NoSuchMethodError missing) {
        echo("Remotest: ${step} is not available, because its plugin is not installed.")
    } catch (Exception failure) {
        unstable("Remotest: ${step} failed: ${failure.message}")
    }
}

/** UNSTABLE means failed tests, and only if the command itself says so: npx also exits with 1 if it fails. */
private void conclude(int code, Map<String, String> outputs, Map given) {
    if (code == 0 && (Invocation.isOn(given.startOnly) ? outputs.runRef : outputs.outcome == 'passed')) return
    // Only a script that says so comes back to a run that is not finished.
    if (code == 4 && outputs.outcome == 'timed-out' && Invocation.isOn(given.noWait) && given.onUnfinished == 'return') return
    String verdict = outputs.outcome ?: (code == 2 ? 'usage' : 'no verdict')
    String run = outputs.runRef ? " ${outputs.runRef}" : ''
    if (code == 1 && verdict == 'failed' && given.onFailedTests == 'unstable') {
        unstable("Remotest:${run} failed: ${outputs.failed} failed and ${outputs.errors} broken of ${outputs.total} tests")
        return
    }
    error("Remotest:${run} ${verdict} (exit code ${code})")
}
