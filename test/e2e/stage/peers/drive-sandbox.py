"""Calls the three ATS services through their ?wsdl with zeep and prints the answers as JSON.

zeep reads every answer by the schema of the WSDL, strictly: an element that is unknown, missing or out of order raises.
usage: drive-sandbox.py <base URL>
"""

import json
import sys
import time

import zeep
from zeep.helpers import serialize_object

base = sys.argv[1]
header = {"authentication": {"username": "ATSAPIUser", "password": "ATSAPIUser"}}


def service(name):
    client = zeep.Client(f"{base}/ws/{name}?wsdl", settings=zeep.Settings(strict=True))
    return client.bind(f"{name}Service", f"{name}Port")


def wait_for(status, job):
    for _ in range(200):
        answer = status.GetTestRun(
            TestRun={
                "AppAPIToken": "demo",
                "JobID": job,
                "AppID": "shop",
                "IncludeExecutionFlags": True,
                "IncludeExecutionResultBreakdown": True,
                "IncludeDetailsPerTestCase": True,
            },
            _soapheaders=header,
        )
        if answer["ExecutionStatus"] == "Done":
            return answer
        time.sleep(0.02)
    raise RuntimeError(f"The job {job} does not end")


run, status, rerun = service("RunJob"), service("GetJobStatus"), service("RerunNotPassed")
template = {"AppAPIToken": "demo", "AppID": "shop", "JobTemplateID": "flaky checkout"}

started = run.RunJob(TestRun=template, _soapheaders=header)
first = wait_for(status, started["JobID"])
again = rerun.RerunNotPassed(
    RerunNotPassed={"AppAPIToken": "demo", "AppID": "shop", "FinishedJobID": started["JobID"]},
    _soapheaders=header,
)
second = wait_for(status, again["JobID"])
try:
    run.RunJob(TestRun={**template, "AppAPIToken": "wrong"}, _soapheaders=header)
    fault = None
except zeep.exceptions.Fault as caught:
    fault = {"code": caught.code, "message": caught.message}

json.dump(
    {
        "started": serialize_object(started, dict),
        "first": serialize_object(first, dict),
        "again": serialize_object(again, dict),
        "second": serialize_object(second, dict),
        "fault": fault,
    },
    sys.stdout,
)
