import com.cloudbees.groovy.cps.Continuable
import com.cloudbees.groovy.cps.NonCPS

/**
 * The steps with a body, and the declarative syntax. Their bodies are parts of the program, so this is transformed and saved
 * with it.
 */
class Blocks implements Serializable {
    private static final long serialVersionUID = 1L
    private List<Map<String, String>> environments = []
    private boolean skipped = false
    private int nodes = 0

    def step(String name, List args) {
        // On an agent it would hold one of its executors.
        if (name == 'sleep' && nodes > 0) throw new IllegalStateException('sleep is used inside of node')
        return Continuable.suspend(new StepCall(name, args, environment()))
    }

    def pipeline(Closure body) { body() }

    def stages(Closure body) { body() }

    def script(Closure body) { body() }

    def parameters(Closure body) { body() }

    def options(Closure body) { body() }

    def agent(Object label) { null }

    def node(Closure body) {
        nodes++
        try {
            return body()
        } finally {
            nodes--
        }
    }

    /** One branch after the other. As in Jenkins, a failed branch stops no other, and the first failure counts. */
    def parallel(Map branches) {
        List names = new ArrayList(branches.keySet())
        Throwable first = null
        // An iterator could not be saved.
        for (int at = 0; at < names.size(); at++) {
            if (names[at] == 'failFast') continue
            try {
                branches[names[at]]()
            } catch (Throwable failure) {
                if (first == null) first = failure
            }
        }
        if (first != null) throw first
        return null
    }

    def timeout(Map limit) { null }

    def timeout(Map limit, Closure body) { body() }

    def stage(String name, Closure body) {
        skipped = false
        body()
    }

    def when(Closure body) { body() }

    def expression(Closure body) { skipped = !body() }

    def steps(Closure body) { skipped ? null : body() }

    def modernSCM(Map named) { named }

    def string(Map named) { declared(named) }

    def file(Map named) { named }

    def usernamePassword(Map named) { named }

    def withEnv(List variables, Closure body) {
        within(variables.collectEntries { it.toString().split('=', 2) as List }, body)
    }

    def withCredentials(List bindings, Closure body) {
        within(step('secrets of', [bindings]), body)
    }

    private within(Map<String, String> environment, Closure body) {
        environments.add(environment)
        try {
            return body()
        } finally {
            environments.remove(environments.size() - 1)
        }
    }

    @NonCPS
    private Map<String, String> environment() {
        return environments.inject([:]) { all, each -> all + each }
    }

    @NonCPS
    private static Map declared(Map named) {
        Map params = Harness.current.params
        if (named.name && !params.containsKey(named.name)) params[named.name] = named.defaultValue
        return named
    }
}
