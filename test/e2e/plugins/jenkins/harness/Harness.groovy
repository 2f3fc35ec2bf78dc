import com.cloudbees.groovy.cps.Outcome
import groovy.json.JsonOutput
import groovy.json.JsonSlurper
import hudson.AbortException
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException

/**
 * Runs a Jenkinsfile in the engine of Jenkins, with a real shell. The setup is {"jenkinsfile", "library", "workspace",
 * "params", "credentials", "plugins", "env", "home", "abort"}. The called steps and the result of the build are written to
 * `record.json` in `home`; when the file `abort` appears, the build is aborted.
 *
 * At each step the program is saved, forgotten and loaded again into new classes, as in a restart of Jenkins. If `home`
 * already contains a program, its build continues.
 */
class Harness {
    /** The build that is running, for what is not part of the program. */
    static Harness current

    final Map setup
    final List<Map> called = []
    final Map params
    String result = 'SUCCESS'
    private final Program program
    private final Steps steps
    private int saved = 0

    Harness(Map setup) {
        this.setup = setup
        this.params = new LinkedHashMap(setup.params as Map)
        this.program = new Program(new File(setup.home as String))
        this.steps = new Steps(this)
    }

    void run() {
        try {
            Outcome ended = program.isSaved() ? resume() : start()
            record(ended.failure ? endOf(ended.abnormal) : [:])
        } catch (Throwable failure) {
            // Otherwise the build would have the result of its last step.
            record(endOf(failure))
        }
    }

    void call(Map step) {
        called << step
    }

    void loadLibrary(File root) {
        call(step: 'library', vars: program.compileLibrary(root))
    }

    void worsen(String other) {
        List order = ['SUCCESS', 'UNSTABLE', 'FAILURE', 'ABORTED']
        if (order.indexOf(other) > order.indexOf(result)) result = other
    }

    private Outcome start() {
        program.compileScript(new File(setup.jenkinsfile as String))
        return finish(program.start())
    }

    private Outcome resume() {
        Map earlier = new JsonSlurper().parse(recordFile(), 'UTF-8') as Map
        called.addAll(earlier.called as List)
        params.putAll(earlier.params as Map)
        result = earlier.result
        saved = earlier.saved as int
        return finish(new Outcome(program.load(), null))
    }

    private Outcome finish(Outcome first) {
        Outcome outcome = first
        while (program.isSuspended()) {
            StepCall call = outcome.normal as StepCall
            call.number = call.number ?: ++saved
            program.save(call)
            record([:])
            Outcome answer = steps.answer(call)
            program.load()
            outcome = program.proceed(answer)
        }
        return outcome
    }

    private Map endOf(Throwable failure) {
        worsen(failure instanceof FlowInterruptedException ? 'ABORTED' : 'FAILURE')
        if (failure instanceof FlowInterruptedException) return [failure: failure.message]
        if (!(failure instanceof AbortException)) failure.printStackTrace()
        return [failure: "${failure.class.name}: ${failure.message}".toString()]
    }

    private File recordFile() {
        return new File(setup.home as String, 'record.json')
    }

    private void record(Map end) {
        recordFile().text = JsonOutput.toJson([result: result, saved: saved, params: params, called: called] + end)
    }
}
