import com.cloudbees.groovy.cps.SerializableScript

/** The base class of a Jenkinsfile and of each script in vars/: every method that it does not define is a step. */
abstract class PipelineScript extends SerializableScript {
    private static final long serialVersionUID = 1L
    static final String BLOCKS = 'blocks of the build'
    static Program program

    /** The variables of Jenkins. They are read from the build, not saved with the program. */
    Map getParams() {
        return Harness.current.params
    }

    Map getCurrentBuild() {
        return [currentResult: Harness.current.result]
    }

    String getAny() {
        return 'any'
    }

    String getScm() {
        return 'scm'
    }

    @Override
    Object invokeMethod(String name, Object args) {
        Object[] given = args as Object[]
        if (metaClass.respondsTo(this, name, given)) return metaClass.invokeMethod(this, name, given)
        Object step = program.findStep(name, binding)
        if (step != null) return step.invokeMethod('call', given)
        GroovyObject blocks = binding.getVariable(BLOCKS) as GroovyObject
        if (blocks.metaClass.respondsTo(blocks, name, given)) return blocks.metaClass.invokeMethod(blocks, name, given)
        if (!Steps.isKnown(name)) throw new NoSuchMethodError("No such DSL method '${name}' found among steps [sh, echo, error]")
        return blocks.metaClass.invokeMethod(blocks, 'step', [name, given as List] as Object[])
    }

    def methodMissing(String name, args) {
        return invokeMethod(name, args)
    }
}
