import fc from "fast-check";

// A change that a property notices is noticed: a small example of it would only take time.
fc.configureGlobal({ endOnFailure: true });
