/** The request of a suspended program: a step, with the environment of the block that it is in. */
class StepCall implements Serializable {
    private static final long serialVersionUID = 1L
    final String name
    final List args
    final Map<String, String> environment
    /** Tells the steps of a build apart, even after a restart. */
    int number = 0

    StepCall(String name, List args, Map<String, String> environment) {
        this.name = name
        this.args = args
        this.environment = environment
    }

    Map getNamed() {
        return args && args[0] instanceof Map ? args[0] as Map : [:]
    }
}
