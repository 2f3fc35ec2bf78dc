package org.jenkinsci.plugins.workflow.steps

/** What Jenkins throws out of a step when the build is aborted. */
class FlowInterruptedException extends Exception {
    FlowInterruptedException(String step) { super("aborted in ${step}") }
}
