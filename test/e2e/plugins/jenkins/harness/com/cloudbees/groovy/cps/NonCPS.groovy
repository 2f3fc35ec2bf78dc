package com.cloudbees.groovy.cps

/** Marks a method that Jenkins runs as plain Groovy; all of it is that here. */
@interface NonCPS {}
