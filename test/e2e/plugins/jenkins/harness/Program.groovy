import com.cloudbees.groovy.cps.Continuable
import com.cloudbees.groovy.cps.CpsTransformer
import com.cloudbees.groovy.cps.ObjectInputStreamWithLoader
import com.cloudbees.groovy.cps.Outcome
import org.codehaus.groovy.control.CompilationUnit
import org.codehaus.groovy.control.CompilerConfiguration

/** The pipeline and the library, transformed by Jenkins' own compiler, and where the program is in them. */
class Program {
    private final File classes
    private final File file
    private Continuable continuable
    /** The Jenkinsfile and the scripts of vars/ in use. */
    private List<PipelineScript> scripts = []
    private ClassLoader loader

    Program(File home) {
        this.classes = new File(home, 'classes')
        this.file = new File(home, 'program.dat')
    }

    boolean isSaved() {
        return file.exists()
    }

    boolean isSuspended() {
        return continuable.isResumable()
    }

    void compileScript(File jenkinsfile) {
        classes.mkdirs()
        compile([jenkinsfile, new File(System.getProperty('harness'), 'program/Blocks.groovy')])
    }

    /** Returns the names of the library's own steps. */
    List<String> compileLibrary(File root) {
        List<File> sources = []
        new File(root, 'src').eachFileRecurse { if (it.name.endsWith('.groovy')) sources << it }
        List<File> vars = new File(root, 'vars').listFiles().findAll { it.name.endsWith('.groovy') }
        compile(sources + vars)
        return vars*.name.collect { it - '.groovy' }
    }

    Outcome start() {
        loader = newLoader()
        Binding binding = new Binding([(PipelineScript.BLOCKS): loader.loadClass('Blocks').newInstance()])
        continuable = new Continuable(newScript('Jenkinsfile', binding))
        return proceed(new Outcome(null, null))
    }

    Outcome proceed(Outcome answer) {
        return continuable.run0(answer, Continuable.categories)
    }

    /** Returns the step of vars/ with this name; like Jenkins, it keeps it among the variables. Null if there is none. */
    Object findStep(String name, Binding binding) {
        if (binding.hasVariable(name)) return binding.getVariable(name)
        if (!new File(classes, "${name}.class").exists() || name == 'Blocks') return null
        Object found = newScript(name, binding)
        binding.setVariable(name, found)
        return found
    }

    void save(StepCall call) {
        file.withOutputStream { new ObjectOutputStream(it).withStream { out -> out.writeObject([continuable, scripts, call]) } }
    }

    /** Continues with new classes, and returns the step in which the program was saved. */
    StepCall load() {
        loader = newLoader()
        StepCall call
        file.withInputStream {
            (continuable, scripts, call) = new ObjectInputStreamWithLoader(it, loader).readObject() as List
        }
        // Each script was saved with a copy of the variables, which are the same for all.
        scripts.each { it.binding = scripts.first().binding }
        PipelineScript.program = this
        return call
    }

    private PipelineScript newScript(String name, Binding binding) {
        PipelineScript.program = this
        PipelineScript script = loader.loadClass(name).newInstance() as PipelineScript
        script.binding = binding
        scripts << script
        return script
    }

    private ClassLoader newLoader() {
        return new URLClassLoader([classes.toURI().toURL()] as URL[], Program.classLoader)
    }

    private void compile(List<File> sources) {
        CompilerConfiguration configuration =
            new CompilerConfiguration(scriptBaseClass: 'PipelineScript', targetDirectory: classes, sourceEncoding: 'UTF-8')
        configuration.classpathList = [classes.path]
        configuration.addCompilationCustomizers(new CpsTransformer())
        CompilationUnit unit = new CompilationUnit(configuration, null, new GroovyClassLoader(newLoader(), configuration))
        unit.addSources(sources as File[])
        unit.compile()
    }
}
