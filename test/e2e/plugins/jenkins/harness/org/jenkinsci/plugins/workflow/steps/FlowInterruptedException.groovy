package org.jenkinsci.plugins.workflow.steps

/** Thrown by Jenkins out of a step if the build is aborted. */
class FlowInterruptedException extends InterruptedException {
    FlowInterruptedException(String step) { super("aborted in ${step}") }
}
