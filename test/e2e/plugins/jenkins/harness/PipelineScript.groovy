/** The base class of a Jenkinsfile and of each script in vars/: every method that it does not define is a step. */
abstract class PipelineScript extends Script {
    @Override
    Object invokeMethod(String name, Object args) {
        if (metaClass.respondsTo(this, name, args as Object[])) return metaClass.invokeMethod(this, name, args as Object[])
        return binding.getVariable('harness').step(name, (args as Object[]) as List)
    }

    def methodMissing(String name, args) {
        return binding.getVariable('harness').step(name, args as List)
    }
}
