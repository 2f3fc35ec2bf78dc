import groovy.json.JsonSlurper

/**
 * Runs builds one after the other, as a controller does: each line of its input is the path of a build's JSON file. The path
 * is printed on a line of its own when the build is over.
 */
class Controller {
    static void main(String[] args) {
        // One stream, so that a stack trace stands where it was printed.
        System.setErr(System.out)
        System.in.eachLine('UTF-8') { String path ->
            try {
                Harness.current = new Harness(new JsonSlurper().parse(new File(path), 'UTF-8') as Map)
                Harness.current.run()
            } catch (Throwable broken) {
                broken.printStackTrace()
            }
            println("\n${path}")
            System.out.flush()
        }
    }
}
