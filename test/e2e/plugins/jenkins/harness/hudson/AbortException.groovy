package hudson

/** Thrown by the step `error`. */
class AbortException extends IOException {
    AbortException(String message) { super(message) }
}
