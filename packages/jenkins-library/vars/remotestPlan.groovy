import remotest.SharedPlan

/** Returns the jobs that share a plan file, for parallel. Parameters: see remotestPlan.txt. */
def call(Map params = [:]) {
    Map given = SharedPlan.withDefaults(params)
    List<String> problems = SharedPlan.findProblems(given)
    if (problems) error("Remotest: usage. ${problems.join(' ')}")
    String printed = sh(label: 'Remotest plan', returnStdout: true, script: SharedPlan.script(given))
    return SharedPlan.branches(printed)
}
