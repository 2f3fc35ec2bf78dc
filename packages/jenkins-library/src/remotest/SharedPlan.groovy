package remotest

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonSlurper

/** From the parameters of remotestPlan to a command line, and from what it prints to branches. Pure, like Invocation. */
class SharedPlan implements Serializable {
    private static final long serialVersionUID = 1L

    /** The parameters with their defaults; null means not set. */
    @NonCPS
    static Map withDefaults(Map params) {
        Map found = [config: 'remotest.yaml']
        params.each { key, value -> if (value != null) found[key.toString()] = value }
        return found
    }

    /** Returns every problem of the parameters, in sentences. The command itself checks the values. */
    @NonCPS
    static List<String> findProblems(Map given) {
        List<String> found = []
        given.each { name, value ->
            if (!Parameters.PLAN.containsKey(name))
                found << "${name} is not a parameter: it must be one of ${Parameters.PLAN.keySet().join(', ')}.".toString()
            else if (!(value instanceof CharSequence || value instanceof Number)) found << "${name} must be a text.".toString()
            else if (!value.toString().trim()) found << "${name} is set but empty; leave it out, or give it a value.".toString()
        }
        return found
    }

    /** Every value is in single quotes, for the shell of the step and for that of npx. */
    @NonCPS
    static String script(Map given) {
        List<String> words = ['plan', '--format=jenkins']
        Parameters.PLAN.each { name, option ->
            if (given[name] != null) words << "${option}=${Invocation.quoted(given[name])}".toString()
        }
        String line = Invocation.quoted("exec remotest ${words.join(' ')}")
        return "${Parameters.SHELL_WITH_COMMAND} ${line}".toString()
    }

    /** The branches by their names, as plain maps, which can be saved. */
    @NonCPS
    static Map<String, Map<String, String>> branches(String json) {
        Map<String, Map<String, String>> found = [:]
        new JsonSlurper().parseText(json).each { name, leg ->
            Map<String, String> parameters = [:]
            leg.each { key, value -> parameters[key.toString()] = value.toString() }
            found[name.toString()] = parameters
        }
        return found
    }
}
