package hudson

/** What the step error throws. */
class AbortException extends IOException {
    AbortException(String message) { super(message) }
}
