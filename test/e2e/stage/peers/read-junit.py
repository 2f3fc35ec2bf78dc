"""Prints junitparser's counts of each given JUnit file."""

import json
import sys

from junitparser import Element, Error, Failure, JUnitXml, Skipped


class FlakyFailure(Element):
    _tag = "flakyFailure"


class FlakyError(Element):
    _tag = "flakyError"


def counts_of(path):
    cases = [case for suite in JUnitXml.fromfile(path) for case in suite]
    having = lambda kind: sum(any(isinstance(result, kind) for result in case.result) for case in cases)
    flaky = lambda case: any(next(case.iterchildren(kind), None) is not None for kind in (FlakyFailure, FlakyError))
    return {
        "total": len(cases),
        "failed": having(Failure),
        "errors": having(Error),
        "skipped": having(Skipped),
        "flaky": [case.name for case in cases if flaky(case)],
        "names": sorted(f"{case.classname}\n{case.name}" for case in cases),
    }


print(json.dumps({path: counts_of(path) for path in sys.argv[1:]}))
