package remotest

import com.cloudbees.groovy.cps.NonCPS

/**
 * From the parameters of remotestRun to a command line, and from its outputs back. Pure: no step is called here, and
 * only methods that Jenkins' sandbox allows without an approval.
 */
class Invocation implements Serializable {
    private static final long serialVersionUID = 1L

    /** Everything that is wrong with the parameters, in sentences. What a value must be, the command itself says. */
    @NonCPS
    static List<String> problems(Map given) {
        List<String> found = []
        given.each { key, value ->
            String name = key.toString()
            if (!Parameters.TABLE.containsKey(name) && !Parameters.OWN.contains(name)) found << unknown(name)
            else if (Parameters.TABLE.containsKey(name) && !isText(value, Parameters.TABLE[name].repeatable == true))
                found << "${name} must be a text${Parameters.TABLE[name].repeatable ? ' or a list of texts' : ''}.".toString()
        }
        if (given.credentials instanceof Map)
            (given.credentials as Map).keySet().each { variable ->
                if (!isSecret(variable.toString()))
                    found << "credentials: there is no ${variable}.${meant(variable.toString(), Parameters.SECRETS)}".toString()
            }
        List choices = Parameters.TABLE.provider.choices as List
        if (!given.attach && !choices.contains(given.provider?.toString()))
            found << "provider must be one of ${choices.join(', ')}.".toString()
        if (!(given.onFailedTests?.toString() in ['unstable', 'error'])) found << 'onFailedTests must be unstable or error.'
        return found
    }

    /** The shell script: every value in single quotes, where the shell reads nothing into it. */
    @NonCPS
    static String script(Map given) {
        List<String> words = given.attach
            ? ['attach'] + given.attach.toString().trim().split(/\s+/).collect { quoted(it) }
            : ['run', quoted(given.provider)]
        Parameters.TABLE.each { name, entry ->
            def value = given[name]
            if (entry.option == null || value == null) return
            (value instanceof Collection ? value : [value]).each { words << "${entry.option}=${quoted(it)}".toString() }
        }
        String stale = ['outputs.env', 'junit.xml', 'report.html'].collect { quoted("${given.reportDir}/${it}") }.join(' ')
        return "rm -f -- ${stale}\n${Parameters.COMMAND} ${words.join(' ')}\n"
    }

    /** What withEnv takes: values that may hold a password, which must not be seen on a command line. */
    @NonCPS
    static List<String> environment(Map given) {
        return Parameters.TABLE.findAll { name, entry -> entry.variable != null && given[name] != null }
            .collect { name, entry -> "${entry.variable}=${given[name]}".toString() }
    }

    /** The outputs by their camelCase names, read from outputs.env. */
    @NonCPS
    static Map<String, String> outputs(String dotenv) {
        Map<String, String> found = [:]
        dotenv.readLines().each { line ->
            int equals = line.indexOf('=')
            if (!line.startsWith('REMOTEST_') || equals < 0) return
            List<String> words = line.substring('REMOTEST_'.length(), equals).toLowerCase().split('_').toList()
            found[words.first() + words.tail().collect { it.capitalize() }.join('')] = line.substring(equals + 1)
        }
        return found
    }

    @NonCPS
    private static String quoted(Object value) {
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
        if (secret) return "${name} is a secret: give it as credentials: [${secret}: '<id of a secret text>'].".toString()
        return "There is no parameter ${name}.${meant(name, Parameters.OWN + Parameters.TABLE.keySet().toList())}".toString()
    }

    /** The name that was most likely meant, if one is near enough: a third of the letters may differ. */
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
