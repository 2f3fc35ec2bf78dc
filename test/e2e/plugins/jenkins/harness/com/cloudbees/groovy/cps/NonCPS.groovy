package com.cloudbees.groovy.cps

/** Marks a method that Jenkins runs as plain Groovy. Here, all code is plain Groovy. */
@interface NonCPS {}
