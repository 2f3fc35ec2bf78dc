import com.cloudbees.groovy.cps.Outcome
import hudson.AbortException
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/** The steps without a body. They run outside the program, which is saved meanwhile. */
class Steps {
    private static final List<String> ALWAYS =
        ['archiveArtifacts', 'checkout', 'echo', 'error', 'fileExists', 'library', 'readFile', 'sh', 'sleep', 'stash', 'unstable', 'unstash']
    private static final List<String> OF_PLUGINS = ['junit', 'publishHTML']
    private final Harness harness
    private final Map setup

    Steps(Harness harness) {
        this.harness = harness
        this.setup = harness.setup
    }

    static boolean isKnown(String name) {
        return name in ALWAYS || (name in OF_PLUGINS && name in Harness.current.setup.plugins)
    }

    /** Returns what the step returned or threw. */
    Outcome answer(StepCall call) {
        try {
            return new Outcome(run(call), null)
        } catch (Throwable thrown) {
            return new Outcome(null, thrown)
        }
    }

    private Object run(StepCall call) {
        Map named = call.named
        switch (call.name) {
            case 'sh': return sh(call)
            case 'library': return harness.loadLibrary(new File(setup.library as String, (named.retriever.libraryPath ?: '.') as String))
            case 'secrets of': return (call.args[0] as List).collectEntries { secretOf(it as Map) }
            case 'checkout': harness.call(step: call.name); return null
            case 'stash': stash(named); return null
            case 'unstash': unstash(call.args[0].toString()); return null
            case 'fileExists': reachAgent(call.name); return inWorkspace(call.args[0]).exists()
            case 'readFile': return inWorkspace(named.file).getText(named.encoding as String)
            case 'echo': said(call); return null
            case 'sleep': harness.call([step: 'sleep'] + named); return null
            case 'unstable': said(call); harness.worsen('UNSTABLE'); return null
            case 'error': harness.call(step: 'error', message: call.args[0].toString()); throw new AbortException(call.args[0].toString())
            case 'archiveArtifacts': archive(named); return null
            default: return published(call)
        }
    }

    private void said(StepCall call) {
        println(call.args[0])
        harness.call(step: call.name, message: call.args[0].toString())
    }

    private Object published(StepCall call) {
        Map given = call.named.target ?: call.named
        File report = inWorkspace(call.name == 'junit' ? given.testResults : "${given.reportDir}/${given.reportFiles}")
        harness.call([step: call.name, found: report.exists()] + given)
        reachAgent(call.name)
        return null
    }

    /** The artifacts are patterns, separated by commas, of files in the workspace. */
    private void archive(Map named) {
        harness.call([step: 'archiveArtifacts'] + named)
        reachAgent('archiveArtifacts')
        boolean found = named.artifacts.toString().tokenize(',').any { !it.startsWith('/') && inWorkspace(it.trim() - '/**').exists() }
        if (!found && !named.allowEmptyArchive)
            throw new AbortException("No artifacts found that match the file pattern \"${named.artifacts}\". Configuration error?")
    }

    /** The failures that the build's setup causes in steps that need the agent. */
    private void reachAgent(String name) {
        if ((name + ' fails') in setup.plugins) throw new AbortException("${name} does not work today")
        if ((name + ' is aborted') in setup.plugins) throw new FlowInterruptedException(name)
        if ((name + ' breaks') in setup.plugins) throw new NoClassDefFoundError("hudson/${name}")
        if ('the agent is lost after sh' in setup.plugins && harness.called.any { it.step == 'sh' })
            throw new IOException('Unable to create live FilePath for agent; agent was marked offline')
    }

    private Map secretOf(Map binding) {
        String secret = (setup.credentials as Map)[binding.credentialsId]
        if (secret == null) throw new AbortException("Could not find credentials entry with ID '${binding.credentialsId}'")
        return [(binding.variable): secret]
    }

    private Object sh(StepCall call) {
        Map named = call.named ?: [script: call.args[0]]
        File control = new File(setup.home as String, "sh-${call.number}")
        File abort = new File(setup.abort as String)
        DurableShell shell = new DurableShell(control, new File(setup.workspace as String))
        shell.startOnce(named.script.toString(), (setup.env as Map) + call.environment, named.returnStdout == true)
        int status = shell.waitFor { abort.exists() }
        harness.call(step: 'sh', status: status, script: named.script.toString())
        if (abort.exists()) throw new FlowInterruptedException('sh')
        if (named.returnStatus) return status
        if (status != 0) throw new AbortException("script returned exit code ${status}")
        return named.returnStdout ? shell.output : null
    }

    /** Keeps a folder of the agent at the controller: `folder/**`. */
    private void stash(Map named) {
        String folder = named.includes.toString() - '/**'
        harness.call(step: 'stash', name: named.name.toString(), found: inWorkspace(folder).exists())
        if (!inWorkspace(folder).exists() && !named.allowEmpty) throw new AbortException('No files included in stash')
        copy(inWorkspace(folder), new File(kept(named.name.toString()), folder))
    }

    private void unstash(String name) {
        harness.call(step: 'unstash', name: name)
        if (!kept(name).exists()) throw new AbortException("No such saved stash '${name}'")
        copy(kept(name), new File(setup.workspace as String))
    }

    /** Jenkins makes a file of the name. */
    private File kept(String name) {
        if (!name.matches('[\\w .-]+')) throw new AbortException("'${name}' is an unsafe name")
        return new File(setup.home as String, "stashes/${name}")
    }

    private static void copy(File from, File to) {
        to.mkdirs()
        from.listFiles()?.each { File each ->
            File target = new File(to, each.name)
            if (each.directory) copy(each, target)
            else target.bytes = each.bytes
        }
    }

    private File inWorkspace(Object path) {
        File file = new File(path.toString())
        return file.absolute ? file : new File(setup.workspace as String, path.toString())
    }
}
