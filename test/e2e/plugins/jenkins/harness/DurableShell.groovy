/**
 * Runs a script like Jenkins' own step: with -xe, and independent of Jenkins, so that a restart finds it by its files. On an
 * abort, all its processes are terminated.
 */
class DurableShell {
    private final File control
    private final File workspace
    private long shown = 0

    DurableShell(File control, File workspace) {
        this.control = control
        this.workspace = workspace
    }

    /** @param separately the output is what the step returns, and not part of the log */
    void startOnce(String script, Map<String, String> environment, boolean separately) {
        if (control.exists()) return
        control.mkdirs()
        file('script.sh').setText(script, 'UTF-8')
        // A new session, so that the number of the script's process is that of its group.
        String streams = separately ? '> "$0/output" 2> "$0/log"' : '> "$0/log" 2>&1'
        String line = 'setsid bash -xe "$0/script.sh" ' + streams + ' & echo $! > "$0/pid"; wait $!; ' +
            'echo $? > "$0/status.new"; mv "$0/status.new" "$0/status"'
        ProcessBuilder builder = new ProcessBuilder('setsid', 'bash', '-c', line, control.path)
        builder.directory(workspace)
        File nothing = new File('/dev/null')
        builder.redirectInput(nothing).redirectOutput(nothing).redirectError(nothing)
        // The agent has its own environment, not that of the controller.
        builder.environment().clear()
        builder.environment().putAll(environment)
        builder.start()
    }

    int waitFor(Closure<Boolean> isAborted) {
        boolean told = false
        while (!file('status').exists()) {
            Thread.sleep(50)
            showLog()
            if (told || !isAborted() || !file('pid').exists()) continue
            told = true
            ['kill', '-TERM', '--', "-${file('pid').text.trim()}"].execute().waitFor()
        }
        showLog()
        return file('status').text.trim() as int
    }

    String getOutput() {
        return file('output').getText('UTF-8')
    }

    private void showLog() {
        if (!file('log').exists()) return
        file('log').withInputStream { log ->
            log.skip(shown)
            byte[] more = log.bytes
            shown += more.length
            System.out.write(more, 0, more.length)
            System.out.flush()
        }
    }

    private File file(String name) {
        return new File(control, name)
    }
}
