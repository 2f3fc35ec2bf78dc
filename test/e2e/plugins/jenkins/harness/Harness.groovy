import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import hudson.AbortException
import org.codehaus.groovy.control.CompilerConfiguration
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/**
 * Runs a Jenkinsfile with real Groovy and a real shell, without Jenkins. The one argument is a JSON file:
 * {"jenkinsfile", "library", "workspace", "params", "credentials", "plugins", "record", "abort"}. The called steps and
 * the result of the build are written to `record`; when the file `abort` appears, the build is aborted.
 */
class Harness {
    final Map setup
    final List<Map> called = []
    final Map params
    final Map currentBuild = [currentResult: 'SUCCESS']
    private final Map vars = [:]
    private List<Map<String, String>> environments = []
    private boolean skipped = false
    private boolean lost = false
    private GroovyShell shell

    Harness(Map setup) {
        this.setup = setup
        this.params = new LinkedHashMap(setup.params as Map)
        this.shell = newShell([])
    }

    static void main(String[] args) {
        Harness harness = new Harness(new JsonSlurper().parse(new File(args[0]), 'UTF-8') as Map)
        harness.run()
    }

    void run() {
        Map end = [:]
        try {
            shell.parse(new File(setup.jenkinsfile as String).getText('UTF-8'), 'Jenkinsfile').run()
        } catch (FlowInterruptedException aborted) {
            worsen('ABORTED')
            end.failure = aborted.message
        } catch (Throwable failure) {
            worsen('FAILURE')
            end.failure = "${failure.class.name}: ${failure.message}".toString()
            if (!(failure instanceof AbortException)) failure.printStackTrace()
        }
        new File(setup.record as String).text = JsonOutput.toJson([result: currentBuild.currentResult, called: called] + end)
    }

    /** One call of a step, of a part of the declarative syntax, or of a script in vars/. */
    Object step(String name, List args) {
        if (vars.containsKey(name)) return vars[name].call(*args)
        Map named = args && args[0] instanceof Map ? args[0] as Map : [:]
        Closure body = args && args[-1] instanceof Closure ? args[-1] as Closure : null
        switch (name) {
            case ['pipeline', 'stages', 'script', 'parameters', 'options']: return body.call()
            case 'node': return body.call()
            case 'agent': return null
            // An option of a declarative pipeline, or a block of a scripted one.
            case 'timeout': return body?.call()
            case 'stage': skipped = false; return body.call()
            case 'when': return body.call()
            case 'expression': skipped = !body.call(); return null
            case 'steps': return skipped ? null : body.call()
            case 'modernSCM': return named
            case 'library': return loadLibrary((named.retriever.libraryPath ?: '.') as String)
            case ['string', 'file', 'usernamePassword']: return declared(named)
            case 'withEnv': return within((args[0] as List).collectEntries { it.toString().split('=', 2) as List }, body)
            case 'withCredentials': return within((args[0] as List).collectEntries { secretOf(it as Map) }, body)
            case 'sh': return sh(named ?: [script: args[0]])
            case 'fileExists': reachAgent(name); return inWorkspace(args[0]).exists()
            case 'readFile': return inWorkspace(named.file).getText(named.encoding as String)
            case 'echo': println(args[0]); called << [step: name, message: args[0].toString()]; return null
            case 'unstable': println(args[0]); called << [step: name, message: args[0].toString()]; worsen('UNSTABLE'); return null
            case 'error': called << [step: name, message: args[0].toString()]; throw new AbortException(args[0].toString())
            case 'archiveArtifacts': called << [step: name] + named; reachAgent(name); return null
            case ['junit', 'publishHTML']: return published(name, named)
            default: throw missing(name)
        }
    }

    private Object published(String name, Map named) {
        if (!(name in setup.plugins)) throw missing(name)
        Map given = named.target ?: named
        File report = inWorkspace(name == 'junit' ? given.testResults : "${given.reportDir}/${given.reportFiles}")
        called << [step: name, found: report.exists()] + given
        reachAgent(name)
        return null
    }

    /** The failures that the build's setup causes in steps that need the agent. */
    private void reachAgent(String name) {
        if ((name + ' fails') in setup.plugins) throw new AbortException("${name} does not work today")
        if ((name + ' is aborted') in setup.plugins) throw new FlowInterruptedException(name)
        if ((name + ' breaks') in setup.plugins) throw new NoClassDefFoundError("hudson/${name}")
        if (lost) throw new IOException('Unable to create live FilePath for agent; agent was marked offline')
    }

    private static Error missing(String name) {
        return new NoSuchMethodError("No such DSL method '${name}' found among steps [sh, echo, error]")
    }

    private void worsen(String result) {
        List order = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED']
        if (order.indexOf(result) > order.indexOf(currentBuild.currentResult)) currentBuild.currentResult = result
    }

    private Object declared(Map named) {
        if (named.name && !params.containsKey(named.name)) params[named.name] = named.defaultValue
        return named
    }

    private Map secretOf(Map binding) {
        String secret = (setup.credentials as Map)[binding.credentialsId]
        if (secret == null) throw new AbortException("Could not find credentials entry with ID '${binding.credentialsId}'")
        return [(binding.variable): secret]
    }

    private Object within(Map environment, Closure body) {
        environments << environment
        try {
            return body.call()
        } finally {
            environments.remove(environments.size() - 1)
        }
    }

    /** Like Jenkins' own step: -xe, a status or an exception; on an abort, the processes are terminated and the step throws. */
    private Object sh(Map named) {
        File script = File.createTempFile('script', '.sh')
        script.setText(named.script.toString(), 'UTF-8')
        ProcessBuilder builder = new ProcessBuilder('setsid', 'bash', '-xe', script.path)
        builder.directory(new File(setup.workspace as String)).inheritIO()
        environments.each { builder.environment().putAll(it) }
        Process process = builder.start()
        boolean aborted = false
        while (process.alive) {
            Thread.sleep(50)
            if (aborted || !new File(setup.abort as String).exists()) continue
            aborted = true
            // The process leads its own session, so its number is that of the group.
            ['kill', '-TERM', '--', "-${Process.getMethod('pid').invoke(process)}"].execute().waitFor()
        }
        int status = process.exitValue()
        script.delete()
        called << [step: 'sh', status: status, script: named.script.toString()]
        lost = 'the agent is lost after sh' in setup.plugins
        if (aborted) throw new FlowInterruptedException('sh')
        if (named.returnStatus) return status
        if (status != 0) throw new AbortException("script returned exit code ${status}")
        return null
    }

    private File inWorkspace(Object path) {
        File file = new File(path.toString())
        return file.absolute ? file : new File(setup.workspace as String, path.toString())
    }

    private Object loadLibrary(String path) {
        File root = new File(setup.library as String, path)
        shell = newShell([new File(root, 'src').path])
        new File(root, 'vars').eachFileMatch(~/.*\.groovy/) { vars[it.name - '.groovy'] = shell.parse(it) }
        called << [step: 'library', vars: vars.keySet() as List]
        return null
    }

    private GroovyShell newShell(List<String> classpath) {
        CompilerConfiguration configuration = new CompilerConfiguration(scriptBaseClass: 'PipelineScript')
        configuration.classpathList = classpath
        Binding binding = new Binding([harness: this, params: params, currentBuild: currentBuild, any: 'any'])
        return new GroovyShell(Harness.classLoader, binding, configuration)
    }
}
