// Generated from specs/ats.wsdl by `pnpm generate`. Do not edit: edit the source and generate again.

import type { ServiceShape } from "../ats/shape.ts";

export const targetNamespace = "http://www.mendix.com/";

export type ServiceName = "RunJob" | "GetJobStatus" | "RerunNotPassed";

export const services: Readonly<Record<ServiceName, ServiceShape>> = {
  "RunJob": {
    "path": "/ws/RunJob",
    "header": {
      "name": "authentication",
      "optional": false,
      "repeated": false,
      "content": [
        {
          "name": "username",
          "optional": false,
          "repeated": false,
          "content": "string"
        },
        {
          "name": "password",
          "optional": false,
          "repeated": false,
          "content": "string"
        }
      ]
    },
    "input": {
      "name": "RunJob",
      "optional": false,
      "repeated": false,
      "content": [
        {
          "name": "TestRun",
          "optional": false,
          "repeated": false,
          "content": [
            {
              "name": "AppAPIToken",
              "optional": false,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "AppID",
              "optional": false,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "JobTemplateID",
              "optional": false,
              "repeated": false,
              "content": "string"
            }
          ]
        }
      ]
    },
    "output": {
      "name": "RunJobResponse",
      "optional": false,
      "repeated": false,
      "content": [
        {
          "name": "RunJob",
          "optional": false,
          "repeated": false,
          "content": [
            {
              "name": "Started",
              "optional": false,
              "repeated": false,
              "content": "boolean"
            },
            {
              "name": "ErrorMessage",
              "optional": true,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "JobID",
              "optional": true,
              "repeated": false,
              "content": "string"
            }
          ]
        }
      ]
    }
  },
  "GetJobStatus": {
    "path": "/ws/GetJobStatus",
    "header": {
      "name": "authentication",
      "optional": false,
      "repeated": false,
      "content": [
        {
          "name": "username",
          "optional": false,
          "repeated": false,
          "content": "string"
        },
        {
          "name": "password",
          "optional": false,
          "repeated": false,
          "content": "string"
        }
      ]
    },
    "input": {
      "name": "GetTestRun",
      "optional": false,
      "repeated": false,
      "content": [
        {
          "name": "TestRun",
          "optional": false,
          "repeated": false,
          "content": [
            {
              "name": "AppAPIToken",
              "optional": false,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "JobID",
              "optional": false,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "AppID",
              "optional": false,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "IncludeExecutionFlags",
              "optional": true,
              "repeated": false,
              "default": "false",
              "content": "boolean"
            },
            {
              "name": "IncludeExecutionResultBreakdown",
              "optional": true,
              "repeated": false,
              "default": "false",
              "content": "boolean"
            },
            {
              "name": "IncludeDetailsPerTestCase",
              "optional": true,
              "repeated": false,
              "default": "false",
              "content": "boolean"
            }
          ]
        }
      ]
    },
    "output": {
      "name": "GetTestRunResponse",
      "optional": false,
      "repeated": false,
      "content": [
        {
          "name": "TestRun",
          "optional": false,
          "repeated": false,
          "content": [
            {
              "name": "ExecutionStatus",
              "optional": false,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "ExecutionResult",
              "optional": true,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "ErrorMessage",
              "optional": true,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "ExecutionFlags",
              "optional": true,
              "repeated": false,
              "content": [
                {
                  "name": "Flags",
                  "optional": true,
                  "repeated": false,
                  "content": [
                    {
                      "name": "Canceled",
                      "optional": false,
                      "repeated": false,
                      "content": "boolean"
                    },
                    {
                      "name": "Warning",
                      "optional": false,
                      "repeated": false,
                      "content": "boolean"
                    }
                  ]
                }
              ]
            },
            {
              "name": "ExecutionResultBreakdown",
              "optional": true,
              "repeated": false,
              "content": [
                {
                  "name": "ResultBreakdown",
                  "optional": true,
                  "repeated": false,
                  "content": [
                    {
                      "name": "CountPassed",
                      "optional": false,
                      "repeated": false,
                      "content": "int"
                    },
                    {
                      "name": "CountNotExecuted",
                      "optional": false,
                      "repeated": false,
                      "content": "int"
                    },
                    {
                      "name": "CountFailed",
                      "optional": false,
                      "repeated": false,
                      "content": "int"
                    }
                  ]
                }
              ]
            },
            {
              "name": "ExecutionDetailsPerTestCase",
              "optional": true,
              "repeated": false,
              "content": [
                {
                  "name": "ExecutionDetailsTestCase",
                  "optional": true,
                  "repeated": true,
                  "content": [
                    {
                      "name": "Name",
                      "optional": false,
                      "repeated": false,
                      "content": "string"
                    },
                    {
                      "name": "Result",
                      "optional": false,
                      "repeated": false,
                      "content": "string"
                    },
                    {
                      "name": "Duration",
                      "optional": true,
                      "repeated": false,
                      "content": "string"
                    },
                    {
                      "name": "ErrorMessage",
                      "optional": true,
                      "repeated": false,
                      "content": "string"
                    }
                  ]
                }
              ]
            }
          ]
        }
      ]
    }
  },
  "RerunNotPassed": {
    "path": "/ws/RerunNotPassed",
    "header": {
      "name": "authentication",
      "optional": false,
      "repeated": false,
      "content": [
        {
          "name": "username",
          "optional": false,
          "repeated": false,
          "content": "string"
        },
        {
          "name": "password",
          "optional": false,
          "repeated": false,
          "content": "string"
        }
      ]
    },
    "input": {
      "name": "RerunNotPassed",
      "optional": false,
      "repeated": false,
      "content": [
        {
          "name": "RerunNotPassed",
          "optional": false,
          "repeated": false,
          "content": [
            {
              "name": "AppAPIToken",
              "optional": false,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "AppID",
              "optional": false,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "FinishedJobID",
              "optional": false,
              "repeated": false,
              "content": "string"
            }
          ]
        }
      ]
    },
    "output": {
      "name": "RunJobResponse",
      "optional": false,
      "repeated": false,
      "content": [
        {
          "name": "RunJob",
          "optional": false,
          "repeated": false,
          "content": [
            {
              "name": "Started",
              "optional": false,
              "repeated": false,
              "content": "boolean"
            },
            {
              "name": "ErrorMessage",
              "optional": true,
              "repeated": false,
              "content": "string"
            },
            {
              "name": "JobID",
              "optional": true,
              "repeated": false,
              "content": "string"
            }
          ]
        }
      ]
    }
  }
};

export type Authentication = {
  readonly username: string;
  readonly password: string;
};

export type RunJobBody = {
  readonly TestRun: RunJobRequest;
};

export type RunJobRequest = {
  readonly AppAPIToken: string;
  readonly AppID: string;
  readonly JobTemplateID: string;
};

export type RunJobResponseBody = {
  readonly RunJob: RunJobResult;
};

export type RunJobResult = {
  readonly Started: boolean;
  readonly ErrorMessage?: string;
  readonly JobID?: string;
};

export type GetTestRunBody = {
  readonly TestRun: GetJobStatusRequest;
};

export type GetJobStatusRequest = {
  readonly AppAPIToken: string;
  readonly JobID: string;
  readonly AppID: string;
  readonly IncludeExecutionFlags: boolean;
  readonly IncludeExecutionResultBreakdown: boolean;
  readonly IncludeDetailsPerTestCase: boolean;
};

export type GetTestRunResponseBody = {
  readonly TestRun: GetJobStatusResult;
};

export type GetJobStatusResult = {
  readonly ExecutionStatus: string;
  readonly ExecutionResult?: string;
  readonly ErrorMessage?: string;
  readonly ExecutionFlags?: ExecutionFlagsWrapper;
  readonly ExecutionResultBreakdown?: ExecutionResultBreakdownWrapper;
  readonly ExecutionDetailsPerTestCase?: ExecutionDetailsPerTestCaseWrapper;
};

export type ExecutionFlagsWrapper = {
  readonly Flags?: ExecutionFlags;
};

export type ExecutionFlags = {
  readonly Canceled: boolean;
  readonly Warning: boolean;
};

export type ExecutionResultBreakdownWrapper = {
  readonly ResultBreakdown?: ExecutionResultBreakdown;
};

export type ExecutionResultBreakdown = {
  readonly CountPassed: number;
  readonly CountNotExecuted: number;
  readonly CountFailed: number;
};

export type ExecutionDetailsPerTestCaseWrapper = {
  readonly ExecutionDetailsTestCase: readonly ExecutionDetailsTestCase[];
};

export type ExecutionDetailsTestCase = {
  readonly Name: string;
  readonly Result: string;
  readonly Duration?: string;
  readonly ErrorMessage?: string;
};

export type RerunNotPassedBody = {
  readonly RerunNotPassed: RerunNotPassedRequest;
};

export type RerunNotPassedRequest = {
  readonly AppAPIToken: string;
  readonly AppID: string;
  readonly FinishedJobID: string;
};

/** The whole WSDL; its service locations are still the vendor's. */
export const wsdl: string = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--\n  The Mendix ATS CI/CD API as a WSDL 1.1 document, written by hand because the vendor publishes none.\n  Every statement comes from the \"Mendix ATS CI/CD API page\" (Application Test Suite reference guide 2, CI/CD API); its\n  section and table follow after \"Source:\". If the page is silent or contradicts itself, \"Chosen:\" says what is assumed\n  here, and why. specs/README.md lists these choices in one table.\n-->\n<wsdl:definitions name=\"ATS\"\n    targetNamespace=\"http://www.mendix.com/\"\n    xmlns:tns=\"http://www.mendix.com/\"\n    xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\"\n    xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\"\n    xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n\n  <wsdl:documentation>Starts runs of CI/CD templates on Mendix ATS, returns their status and results, and reruns the test cases that did not pass. SOAP 1.1, document/literal. Fields must be sent in the order given here. Source: Mendix ATS CI/CD API page, section API.</wsdl:documentation>\n\n  <wsdl:types>\n    <xsd:schema targetNamespace=\"http://www.mendix.com/\" elementFormDefault=\"unqualified\" attributeFormDefault=\"unqualified\">\n\n      <xsd:element name=\"authentication\" type=\"tns:Authentication\"/>\n      <xsd:element name=\"RunJob\" type=\"tns:RunJobBody\"/>\n      <xsd:element name=\"RunJobResponse\" type=\"tns:RunJobResponseBody\"/>\n      <xsd:element name=\"GetTestRun\" type=\"tns:GetTestRunBody\"/>\n      <xsd:element name=\"GetTestRunResponse\" type=\"tns:GetTestRunResponseBody\"/>\n      <xsd:element name=\"RerunNotPassed\" type=\"tns:RerunNotPassedBody\"/>\n\n      <xsd:complexType name=\"Authentication\">\n        <xsd:annotation><xsd:documentation>The SOAP header of every request. Source: Mendix ATS CI/CD API page, sections Run Job, Get Job Status and Rerun Not Passed, request tables and examples. Chosen: one header for all three services, with plain strings. For Run Job and Rerun Not Passed the page gives the constant ATSAPIUser, for Get Job Status a web service user; an on-premises ATS needs a special one (section CI/CD API, warning).</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"username\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The name of the account that calls the service. In the cloud: ATSAPIUser. Source: Mendix ATS CI/CD API page, sections Run Job and Get Job Status, request tables.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"password\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The password of the account that calls the service. In the cloud: ATSAPIUser. Source: Mendix ATS CI/CD API page, sections Run Job and Get Job Status, request tables.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RunJobBody\">\n        <xsd:annotation><xsd:documentation>The body of a Run Job request. Source: Mendix ATS CI/CD API page, section Run Job, request example.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"TestRun\" type=\"tns:RunJobRequest\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RunJobRequest\">\n        <xsd:annotation><xsd:documentation>The template to run. All three fields are required. Source: Mendix ATS CI/CD API page, section Run Job, request table and example.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"AppAPIToken\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Authorizes the request. You create this token on the App Settings page of ATS. Source: Mendix ATS CI/CD API page, section Run Job, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"AppID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Identifies the Mendix app under test. Source: Mendix ATS CI/CD API page, section Run Job, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"JobTemplateID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Identifies the CI/CD template to run; the CI/CD Templates tab of ATS shows it as UID. Source: Mendix ATS CI/CD API page, section Run Job, request table, and section CI/CD Templates.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RunJobResponseBody\">\n        <xsd:annotation><xsd:documentation>The body of a Run Job response and of a Rerun Not Passed response. Source: Mendix ATS CI/CD API page, section Run Job, response example, and section Rerun Not Passed, Response.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"RunJob\" type=\"tns:RunJobResult\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RunJobResult\">\n        <xsd:annotation><xsd:documentation>Says whether a run was started, and under which ID. Source: Mendix ATS CI/CD API page, section Run Job, response table and example.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"Started\" type=\"xsd:boolean\">\n            <xsd:annotation><xsd:documentation>true if the run was started, false if it was not. Source: Mendix ATS CI/CD API page, section Run Job, response table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ErrorMessage\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Why the run could not be started; empty if it was started. Source: Mendix ATS CI/CD API page, section Run Job, response table. Chosen: optional, because the page does not say whether \"empty\" means an empty element or a missing one.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"JobID\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Identifies the started job; pass it to Get Job Status to follow the run. Source: Mendix ATS CI/CD API page, section Run Job, response table. Chosen: optional, because the page does not say what this is if nothing was started.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"GetTestRunBody\">\n        <xsd:annotation><xsd:documentation>The body of a Get Job Status request. Its element is called GetTestRun, unlike the service. Source: Mendix ATS CI/CD API page, section Get Job Status, request examples.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"TestRun\" type=\"tns:GetJobStatusRequest\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"GetJobStatusRequest\">\n        <xsd:annotation><xsd:documentation>The job to report on, and how much detail to return. JobID comes before AppID here, unlike in the other two services. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and examples.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"AppAPIToken\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Authorizes the request. You create this token on the App Settings page of ATS. Source: Mendix ATS CI/CD API page, section Get Job Status, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"JobID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The JobID that Run Job returned. Source: Mendix ATS CI/CD API page, section Get Job Status, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"AppID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Identifies the Mendix app under test. Source: Mendix ATS CI/CD API page, section Get Job Status, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"IncludeExecutionFlags\" type=\"xsd:boolean\" minOccurs=\"0\" default=\"false\">\n            <xsd:annotation><xsd:documentation>Set to true to get ExecutionFlags (canceled, warning). Optional; false if left out. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and its note 1.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"IncludeExecutionResultBreakdown\" type=\"xsd:boolean\" minOccurs=\"0\" default=\"false\">\n            <xsd:annotation><xsd:documentation>Set to true to get ExecutionResultBreakdown (counts of test cases by result). Optional; false if left out. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and its note 1.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"IncludeDetailsPerTestCase\" type=\"xsd:boolean\" minOccurs=\"0\" default=\"false\">\n            <xsd:annotation><xsd:documentation>Set to true to get ExecutionDetailsPerTestCase (name, result, duration and more for each test case that was run). Optional; false if left out. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and its note 1.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"GetTestRunResponseBody\">\n        <xsd:annotation><xsd:documentation>The body of a Get Job Status response. Source: Mendix ATS CI/CD API page, section Get Job Status, response examples.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"TestRun\" type=\"tns:GetJobStatusResult\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"GetJobStatusResult\">\n        <xsd:annotation><xsd:documentation>The status of a job and, once it is over, its result. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and examples. Chosen: the order of the examples, with ExecutionResult before ErrorMessage; the table has them the other way round.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"ExecutionStatus\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Says whether the job is waiting (Queued) or being executed (Running). Source: Mendix ATS CI/CD API page, section Get Job Status, response table. Chosen: a plain string instead of an enumeration. The list cannot be complete, because it has no value for a job that is over (the vendor's own scripts wait for Done), and the examples show only [key].</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ExecutionResult\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>How the job ended: Passed or Failed. Source: Mendix ATS CI/CD API page, section Get Job Status, response table. Chosen: a plain string, and optional, because the page does not say what this is while the job is running, and the examples show only [key].</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ErrorMessage\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Why the job could not be started; empty if it was started. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 1. Chosen: optional, as in Run Job.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ExecutionFlags\" type=\"tns:ExecutionFlagsWrapper\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>The canceled flag and the warning flag of the job. Present only if the request set IncludeExecutionFlags to true. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ExecutionResultBreakdown\" type=\"tns:ExecutionResultBreakdownWrapper\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>How many test cases of the job passed, failed or were not executed. Present only if the request set IncludeExecutionResultBreakdown to true. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ExecutionDetailsPerTestCase\" type=\"tns:ExecutionDetailsPerTestCaseWrapper\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>One entry for each test case that is complete. Present only if the request set IncludeDetailsPerTestCase to true. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionFlagsWrapper\">\n        <xsd:annotation><xsd:documentation>Wraps the flags. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3. Chosen: the content is optional, because the page does not say whether an empty wrapper is sent if there are no flags.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"Flags\" type=\"tns:ExecutionFlags\" minOccurs=\"0\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionFlags\">\n        <xsd:annotation><xsd:documentation>The flags of a job. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 3.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"Canceled\" type=\"xsd:boolean\">\n            <xsd:annotation><xsd:documentation>true if the job was canceled. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"Warning\" type=\"xsd:boolean\">\n            <xsd:annotation><xsd:documentation>true if the job has a warning. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionResultBreakdownWrapper\">\n        <xsd:annotation><xsd:documentation>Wraps the counts. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2. Chosen: the content is optional, as in ExecutionFlags.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"ResultBreakdown\" type=\"tns:ExecutionResultBreakdown\" minOccurs=\"0\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionResultBreakdown\">\n        <xsd:annotation><xsd:documentation>Counts of test cases by result. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 2. Chosen: xsd:int, because the page shows whole numbers and does not name a type.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"CountPassed\" type=\"xsd:int\">\n            <xsd:annotation><xsd:documentation>How many test cases passed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"CountNotExecuted\" type=\"xsd:int\">\n            <xsd:annotation><xsd:documentation>How many test cases were not executed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"CountFailed\" type=\"xsd:int\">\n            <xsd:annotation><xsd:documentation>How many test cases failed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionDetailsPerTestCaseWrapper\">\n        <xsd:annotation><xsd:documentation>Wraps the list of test cases. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"ExecutionDetailsTestCase\" type=\"tns:ExecutionDetailsTestCase\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionDetailsTestCase\">\n        <xsd:annotation><xsd:documentation>A test case that is complete. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 3.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"Name\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The name of the test case; not necessarily unique. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"Result\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>How the test case ended: Passed, Failed or Not_Executed. Source: Mendix ATS CI/CD API page, section Get Job Status, response table. Chosen: a plain string instead of an enumeration, so that a new value reaches the reader; the example shows only [key].</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"Duration\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>How long the test case took, as HH:MM:SS, for example 00:01:37. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3. Chosen: xsd:string, because xsd:time ends at 24 hours and xsd:duration has a different notation; optional, because a test case that was not executed may have no duration.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ErrorMessage\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Why the test case did not pass. Absent if it passed, and if ATS has no short message for it. Source: Mendix ATS CI/CD API page, section Get Job Status, response table, note 2.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RerunNotPassedBody\">\n        <xsd:annotation><xsd:documentation>The body of a Rerun Not Passed request. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request example.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"RerunNotPassed\" type=\"tns:RerunNotPassedRequest\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RerunNotPassedRequest\">\n        <xsd:annotation><xsd:documentation>The finished job to rerun. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table and example.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"AppAPIToken\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Authorizes the request. You create this token on the App Settings page of ATS. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"AppID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Identifies the Mendix app under test. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"FinishedJobID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The JobID of a finished job that Run Job started; a UUID. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n    </xsd:schema>\n  </wsdl:types>\n\n  <!-- The header has its own message, because some SOAP libraries read only the first part of a message. -->\n  <wsdl:message name=\"Authentication\">\n    <wsdl:part name=\"authentication\" element=\"tns:authentication\"/>\n  </wsdl:message>\n  <wsdl:message name=\"RunJobInput\">\n    <wsdl:part name=\"parameters\" element=\"tns:RunJob\"/>\n  </wsdl:message>\n  <wsdl:message name=\"RunJobOutput\">\n    <wsdl:part name=\"parameters\" element=\"tns:RunJobResponse\"/>\n  </wsdl:message>\n  <wsdl:message name=\"GetTestRunInput\">\n    <wsdl:part name=\"parameters\" element=\"tns:GetTestRun\"/>\n  </wsdl:message>\n  <wsdl:message name=\"GetTestRunOutput\">\n    <wsdl:part name=\"parameters\" element=\"tns:GetTestRunResponse\"/>\n  </wsdl:message>\n  <wsdl:message name=\"RerunNotPassedInput\">\n    <wsdl:part name=\"parameters\" element=\"tns:RerunNotPassed\"/>\n  </wsdl:message>\n  <wsdl:message name=\"RerunNotPassedOutput\">\n    <wsdl:part name=\"parameters\" element=\"tns:RunJobResponse\"/>\n  </wsdl:message>\n\n  <wsdl:portType name=\"RunJobPortType\">\n    <wsdl:operation name=\"RunJob\">\n      <wsdl:documentation>Starts a job from a CI/CD template and returns its UUID, with which Get Job Status reports the result. Source: Mendix ATS CI/CD API page, section Run Job.</wsdl:documentation>\n      <wsdl:input message=\"tns:RunJobInput\"/>\n      <wsdl:output message=\"tns:RunJobOutput\"/>\n    </wsdl:operation>\n  </wsdl:portType>\n  <wsdl:portType name=\"GetJobStatusPortType\">\n    <wsdl:operation name=\"GetTestRun\">\n      <wsdl:documentation>Returns the status and the result of a job and, on request, its flags, its counts and the details of each test case. Source: Mendix ATS CI/CD API page, section Get Job Status.</wsdl:documentation>\n      <wsdl:input message=\"tns:GetTestRunInput\"/>\n      <wsdl:output message=\"tns:GetTestRunOutput\"/>\n    </wsdl:operation>\n  </wsdl:portType>\n  <wsdl:portType name=\"RerunNotPassedPortType\">\n    <wsdl:operation name=\"RerunNotPassed\">\n      <wsdl:documentation>Starts a new job with the test cases of a finished job that failed or were not executed, and returns the UUID of the new job. Source: Mendix ATS CI/CD API page, section Rerun Not Passed. Chosen: the response element is RunJobResponse, because the page says that the response is the same as for Run Job and shows no example. A reader should accept RerunNotPassedResponse as well.</wsdl:documentation>\n      <wsdl:input message=\"tns:RerunNotPassedInput\"/>\n      <wsdl:output message=\"tns:RerunNotPassedOutput\"/>\n    </wsdl:operation>\n  </wsdl:portType>\n\n  <!-- soapAction is empty: the page does not mention one, and the vendor's own clients do not agree on one. -->\n  <wsdl:binding name=\"RunJobBinding\" type=\"tns:RunJobPortType\">\n    <soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n    <wsdl:operation name=\"RunJob\">\n      <soap:operation soapAction=\"\" style=\"document\"/>\n      <wsdl:input>\n        <soap:header message=\"tns:Authentication\" part=\"authentication\" use=\"literal\"/>\n        <soap:body use=\"literal\"/>\n      </wsdl:input>\n      <wsdl:output>\n        <soap:body use=\"literal\"/>\n      </wsdl:output>\n    </wsdl:operation>\n  </wsdl:binding>\n  <wsdl:binding name=\"GetJobStatusBinding\" type=\"tns:GetJobStatusPortType\">\n    <soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n    <wsdl:operation name=\"GetTestRun\">\n      <soap:operation soapAction=\"\" style=\"document\"/>\n      <wsdl:input>\n        <soap:header message=\"tns:Authentication\" part=\"authentication\" use=\"literal\"/>\n        <soap:body use=\"literal\"/>\n      </wsdl:input>\n      <wsdl:output>\n        <soap:body use=\"literal\"/>\n      </wsdl:output>\n    </wsdl:operation>\n  </wsdl:binding>\n  <wsdl:binding name=\"RerunNotPassedBinding\" type=\"tns:RerunNotPassedPortType\">\n    <soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n    <wsdl:operation name=\"RerunNotPassed\">\n      <soap:operation soapAction=\"\" style=\"document\"/>\n      <wsdl:input>\n        <soap:header message=\"tns:Authentication\" part=\"authentication\" use=\"literal\"/>\n        <soap:body use=\"literal\"/>\n      </wsdl:input>\n      <wsdl:output>\n        <soap:body use=\"literal\"/>\n      </wsdl:output>\n    </wsdl:operation>\n  </wsdl:binding>\n\n  <wsdl:service name=\"RunJobService\">\n    <wsdl:documentation>Starts jobs. Source: Mendix ATS CI/CD API page, section Run Job, URL.</wsdl:documentation>\n    <wsdl:port name=\"RunJobPort\" binding=\"tns:RunJobBinding\">\n      <soap:address location=\"https://ats100.mendixcloud.com/ws/RunJob\"/>\n    </wsdl:port>\n  </wsdl:service>\n  <wsdl:service name=\"GetJobStatusService\">\n    <wsdl:documentation>Reports on jobs. Source: Mendix ATS CI/CD API page, section Get Job Status, URL.</wsdl:documentation>\n    <wsdl:port name=\"GetJobStatusPort\" binding=\"tns:GetJobStatusBinding\">\n      <soap:address location=\"https://ats100.mendixcloud.com/ws/GetJobStatus\"/>\n    </wsdl:port>\n  </wsdl:service>\n  <wsdl:service name=\"RerunNotPassedService\">\n    <wsdl:documentation>Reruns jobs. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, URL.</wsdl:documentation>\n    <wsdl:port name=\"RerunNotPassedPort\" binding=\"tns:RerunNotPassedBinding\">\n      <soap:address location=\"https://ats100.mendixcloud.com/ws/RerunNotPassed\"/>\n    </wsdl:port>\n  </wsdl:service>\n</wsdl:definitions>\n";
