package remotest

import com.cloudbees.groovy.cps.NonCPS

/**
 * From the parameters of remotestRun to a command line, and from its outputs back. Pure: no step is called here, and
 * only methods that Jenkins' sandbox allows without an approval.
 */
class Invocation implements Serializable {
    private static final long serialVersionUID = 1L

    /**
     * If the workspace is kept, an earlier pass must not be published or merged as that of a command that never ran. The
     * command moves it on to previous/; if it could not be called, the script does so at the end.
     */
    private static final List<String> REPORTS =
        ['outputs.env', 'results.json', 'junit.xml', 'ctrf-report.json', 'summary.md', 'report.html']

    /** The report directory, unless the parameter names another. */
    static final String REPORT_DIR = 'remotest-report'

    /** The exit code of the script if the reports of an earlier build cannot be moved; nothing was started. The command has no such code. */
    static final int NOT_MOVED = 125

    /** The parameters with their defaults; null means not set, even in a list or in credentials. */
    @NonCPS
    static Map withDefaults(Map params) {
        Map found = [onFailedTests: 'unstable', onUnfinished: 'error']
        params.each { key, value -> if (value != null) found[key] = withoutNulls(value) }
        if (!found.reportDir) found.reportDir = REPORT_DIR
        return found
    }

    /** Returns every problem of the parameters, in sentences. The command itself checks the values. */
    @NonCPS
    static List<String> findProblems(Map given) {
        List<String> found = []
        given.each { key, value ->
            String name = key.toString()
            if (!Parameters.TABLE.containsKey(name) && !Parameters.OWN.contains(name)) found << unknown(name)
            else if (Parameters.TABLE.containsKey(name) && !isText(value, Parameters.TABLE[name].repeatable == true))
                found << "${name} must be a text${Parameters.TABLE[name].repeatable ? ' or a list of texts' : ''}.".toString()
        }
        found.addAll(wordProblems(given))
        if (given.credentials != null) found.addAll(credentialsProblems(given.credentials))
        List choices = Parameters.TABLE.provider.choices as List
        found.addAll(planProblems(given))
        if (given.attach == null && given.config == null && !choices.contains(given.provider?.toString()))
            found << "provider must be one of ${choices.join(', ')}, or config the path of a plan file.".toString()
        else Parameters.TABLE.each { name, entry ->
            if (!entry.variables || given[name] == null) return
            if (!variablesFor(entry, given)) found << "${name} is for ${(entry.variables as Map).keySet().join(', ')} only.".toString()
            else if ((entry.variables as Map).size() > 1 && given.attach != null && servicesOf(given)?.size() != 1)
                found << "${name} is for one service, but attach names runs of several. For those of a plan, set provider.".toString()
        }
        if (!(given.onFailedTests?.toString() in ['unstable', 'error'])) found << 'onFailedTests must be unstable or error.'
        if (!(given.onUnfinished?.toString() in ['error', 'return'])) found << 'onUnfinished must be error or return.'
        found.addAll(comingBackProblems(given))
        return found
    }

    /**
     * Returns the shell script: every value is in single quotes, so the shell does not interpret it. On an abort every process
     * is told to stop, and the reports are published as soon as the script has ended. So the shell waits for npx, and npx
     * for its own shell, which `exec` replaces with the command, so that the command can still write them.
     */
    @NonCPS
    static String script(Map given) {
        List<String> words = given.attach != null
            ? ['attach'] + given.attach.toString().trim().split(/\s+/).collect { quoted(it) }
            : [isOn(given.startOnly) ? 'start' : 'run'] + (given.provider != null ? [quoted(given.provider)] : [])
        Parameters.TABLE.each { name, entry ->
            def value = given[name]
            if (entry.option == null || value == null) return
            (value instanceof Collection ? value : [value]).each { words << "${entry.option}=${quoted(it)}".toString() }
        }
        String line = quoted("exec remotest ${words.join(' ')}")
        return """dir=${quoted(given.reportDir)}
export REMOTEST_PLUGIN=jenkins
for report in ${REPORTS.join(' ')}; do
  if [ -e "\$dir/\$report" ]; then
    { mkdir -p -- "\$dir/.earlier-reports" && mv -f -- "\$dir/\$report" "\$dir/.earlier-reports/"; } || exit ${NOT_MOVED}
  fi
done
trap : TERM INT
code=0
${Parameters.SHELL_WITH_COMMAND} ${line} || code=\$?
if [ -d "\$dir/.earlier-reports" ]; then
  {
    mkdir -p -- "\$dir/previous" &&
      { [ -z "\$(ls -A -- "\$dir/.earlier-reports")" ] || mv -f -- "\$dir/.earlier-reports"/* "\$dir/previous/"; } &&
      rmdir -- "\$dir/.earlier-reports"
  } ||
    echo "Remotest: the reports of an earlier build stay in \$dir/.earlier-reports, because they cannot be moved to previous/." >&2
fi
exit "\$code"
""".toString()
    }

    /** The variables for withEnv: addresses, because a password in one must not be visible on a command line. */
    @NonCPS
    static List<String> environment(Map given) {
        List<String> found = []
        Parameters.TABLE.each { name, entry ->
            if (given[name] != null) variablesFor(entry, given).each { found << "${it}=${given[name]}".toString() }
        }
        return found
    }

    /** The outputs by their camelCase names, read from outputs.env. */
    @NonCPS
    static Map<String, String> outputs(String dotenv) {
        Map<String, String> found = [:]
        dotenv.readLines().each { line ->
            int equals = line.indexOf('=')
            String name = equals < 0 ? null : Parameters.OUTPUTS[line.substring(0, equals)]
            if (name) found[name] = line.substring(equals + 1)
        }
        return found
    }

    /** The services whose runs attach names, each once; null if one word stands for those of a plan, at any service. */
    @NonCPS
    private static List<String> servicesOf(Map given) {
        if (given.attach == null) return [given.provider?.toString()]
        List<String> found = given.attach.toString().trim().split(/\s+/).collect { it.split(':')[0] }.unique()
        if (!found.contains('refs')) return found
        return given.provider == null ? null : [given.provider.toString()]
    }

    /** The variables that this run reads, of those by provider; with attach, the reference says which provider it is. */
    @NonCPS
    private static List<String> variablesFor(Map entry, Map given) {
        Map variables = (entry.variables ?: [:]) as Map
        boolean isOfPlan = given.config != null && variables.size() == 1
        List<String> services = servicesOf(given)
        return variables.findAll { scope, name -> scope == 'remotest' || isOfPlan || services == null || scope in services }
            .collect { scope, name -> name.toString() }
    }

    /** The parameters of a plan file are of no use without one, and an empty one would start runs that nobody wanted. */
    @NonCPS
    private static List<String> planProblems(Map given) {
        List<String> found = []
        ['config', 'run', 'shard'].each { name ->
            if (given[name] == null) return
            if (!given[name].toString().trim()) found << "${name} is set but empty; leave it out, or give it a value.".toString()
            else if (given.attach != null) found << "${name} is for the runs of a plan file, so it cannot be used with attach.".toString()
            else if (given.provider != null) found << "${name} is for the runs of a plan file, so it cannot be used with a provider.".toString()
            else if (given.config == null) found << "${name} needs config, the path of a plan file.".toString()
        }
        return found
    }

    /** True for a flag that is set, as a text or not. */
    @NonCPS
    static boolean isOn(Object flag) {
        return flag?.toString() == 'true'
    }

    /** Starting without waiting, and checking a known run once, exclude each other; a lost reference must not start a run. */
    @NonCPS
    private static List<String> comingBackProblems(Map given) {
        List<String> found = []
        ['startOnly', 'noWait'].each { name ->
            if (given[name] != null && !(given[name].toString() in ['true', 'false'])) found << "${name} must be true or false.".toString()
        }
        if (isOn(given.startOnly) && given.attach != null) found << 'startOnly starts a run, so it cannot be used with attach.'
        if (isOn(given.noWait) && given.attach == null) found << 'noWait is for a run that was started before: set attach to its reference.'
        return found
    }

    /** Refuses a word that looks like an option, and an attach without a run, because it must not start one. */
    @NonCPS
    private static List<String> wordProblems(Map given) {
        List<String> found = []
        Parameters.TABLE.each { name, entry ->
            String value = given[name] instanceof Collection || given[name] == null ? '' : given[name].toString().trim()
            if (value.matches('-{1,2}[A-Za-z]\\S*')) found << "${name} must not be an option; got ${value}.".toString()
        }
        if (given.attach == null) return found
        List<String> references = given.attach.toString().trim().split(/\s+/).findAll { it }.toList()
        if (!references) found << 'attach is set but blank; leave it out to start a run.'
        references.findAll { !it.matches('[a-z][a-z0-9-]*:\\S+') && (references.size() > 1 || !it.startsWith('-')) }
            .each { found << "attach must be a run reference such as apptest:251929; got ${it}.".toString() }
        return found
    }

    @NonCPS
    private static List<String> credentialsProblems(Object credentials) {
        boolean isMap = credentials instanceof Map
        List ids = isMap ? (credentials as Map).values().toList() : []
        boolean isBindings = credentials instanceof Collection && !credentials.any { isText(it, false) }
        if (!isBindings && !(isMap && ids.every { isText(it, false) }))
            return ["credentials must be a map of ids by variable, such as [ATS_API_TOKEN: '<id of a secret text>'], " +
                'or a list of bindings, as for withCredentials.']
        if (!isMap) return []
        return (credentials as Map).keySet().findAll { !isSecret(it.toString()) }
            .collect { "credentials: ${it} is not a known variable.${meant(it.toString(), Parameters.SECRETS)}".toString() }
    }

    @NonCPS
    private static Object withoutNulls(Object value) {
        if (value instanceof Map) return value.findAll { key, each -> each != null }
        return value instanceof Collection ? value.findAll { it != null } : value
    }

    /** A text for the shell, which does not interpret it. */
    @NonCPS
    static String quoted(Object value) {
        return "'" + value.toString().replace("'", "'\\''") + "'"
    }

    @NonCPS
    private static boolean isText(Object value, boolean orList) {
        if (orList && value instanceof Collection) return value.every { isText(it, false) }
        return value == null || value instanceof CharSequence || value instanceof Number || value instanceof Boolean
    }

    @NonCPS
    private static boolean isSecret(String variable) {
        return Parameters.SECRETS.contains(variable.replaceFirst(/_FILE$/, ''))
    }

    @NonCPS
    private static String unknown(String name) {
        String variable = name.replaceAll(/([A-Z])/, '_$1').toUpperCase()
        String secret = Parameters.SECRETS.find { it == variable || it.endsWith("_${variable}") }
        if (secret) return "${name} is a secret: set it as credentials: [${secret}: '<id of a secret text>'].".toString()
        return "${name} is not a parameter.${meant(name, Parameters.OWN + Parameters.TABLE.keySet().toList())}".toString()
    }

    /** The name that was most likely meant, if one is similar enough: a third of the letters may differ. */
    @NonCPS
    private static String meant(String given, List<String> names) {
        String best = null
        int least = Math.floorDiv(given.length(), 3) + 1
        names.each { name ->
            int distance = editDistance(given.toLowerCase(), name.toLowerCase())
            if (distance < least) {
                least = distance
                best = name
            }
        }
        return best ? " Did you mean ${best}?" : ''
    }

    @NonCPS
    private static int editDistance(String a, String b) {
        List<Integer> last = []
        for (int column = 0; column <= b.length(); column++) last << column
        for (int row = 0; row < a.length(); row++) {
            List<Integer> current = [row + 1]
            for (int column = 0; column < b.length(); column++) {
                int replaced = last[column] + (a.charAt(row) == b.charAt(column) ? 0 : 1)
                current << Math.min(replaced, Math.min(last[column + 1], current[column]) + 1)
            }
            last = current
        }
        return last[b.length()]
    }
}
