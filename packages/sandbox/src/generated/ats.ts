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

/** The WSDL whole; its service locations are still the vendor's. */
export const wsdl: string = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!--\n  Mendix ATS CI/CD API as a WSDL 1.1 document, written by hand: none is published.\n  Source of every statement: the \"Mendix ATS CI/CD API page\" (Application Test Suite reference guide 2, CI/CD API).\n  Each documentation names its section and table. Where the page is silent or contradicts itself, the documentation\n  says \"Chosen:\" and why. specs/README.md lists these choices in one table.\n-->\n<wsdl:definitions name=\"ATS\"\n    targetNamespace=\"http://www.mendix.com/\"\n    xmlns:tns=\"http://www.mendix.com/\"\n    xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\"\n    xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\"\n    xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\">\n\n  <wsdl:documentation>Starts runs of CI/CD templates on Mendix ATS, asks for their status and results, and reruns what did not pass. SOAP 1.1, document/literal. Source: Mendix ATS CI/CD API page, section API. \"SOAP is an ordered protocol, so all the fields must appear in the exact order as they are given here.\"</wsdl:documentation>\n\n  <wsdl:types>\n    <xsd:schema targetNamespace=\"http://www.mendix.com/\" elementFormDefault=\"unqualified\" attributeFormDefault=\"unqualified\">\n\n      <xsd:element name=\"authentication\" type=\"tns:Authentication\"/>\n      <xsd:element name=\"RunJob\" type=\"tns:RunJobBody\"/>\n      <xsd:element name=\"RunJobResponse\" type=\"tns:RunJobResponseBody\"/>\n      <xsd:element name=\"GetTestRun\" type=\"tns:GetTestRunBody\"/>\n      <xsd:element name=\"GetTestRunResponse\" type=\"tns:GetTestRunResponseBody\"/>\n      <xsd:element name=\"RerunNotPassed\" type=\"tns:RerunNotPassedBody\"/>\n\n      <xsd:complexType name=\"Authentication\">\n        <xsd:annotation><xsd:documentation>The SOAP header of every request. Source: Mendix ATS CI/CD API page, sections Run Job, Get Job Status and Rerun Not Passed, request tables and examples. Chosen: one header for all three services. The page gives the constants of the cloud (ATSAPIUser) for Run Job and Rerun Not Passed and speaks of \"the web service user\" for Get Job Status; on premises a special web service user is needed (section CI/CD API, warning), so both values are plain strings.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"username\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The user name of the web service user; ATSAPIUser on the cloud. Source: Mendix ATS CI/CD API page, sections Run Job and Get Job Status, request tables.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"password\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The password of the web service user; ATSAPIUser on the cloud. Source: Mendix ATS CI/CD API page, sections Run Job and Get Job Status, request tables.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RunJobBody\">\n        <xsd:annotation><xsd:documentation>What stands in the body of a Run Job request. Source: Mendix ATS CI/CD API page, section Run Job, request example.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"TestRun\" type=\"tns:RunJobRequest\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RunJobRequest\">\n        <xsd:annotation><xsd:documentation>Which template to run. Source: Mendix ATS CI/CD API page, section Run Job, request table and example. All three are \"must include\".</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"AppAPIToken\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The key for the CI/CD API. Generated on the App Settings page. Source: Mendix ATS CI/CD API page, section Run Job, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"AppID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The ID of your Mendix app. Source: Mendix ATS CI/CD API page, section Run Job, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"JobTemplateID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The unique ID of the CI/CD Template: the UID on the CI/CD Templates tab. Source: Mendix ATS CI/CD API page, section Run Job, request table, and section CI/CD Templates.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RunJobResponseBody\">\n        <xsd:annotation><xsd:documentation>What stands in the body of a Run Job response, and of a Rerun Not Passed response. Source: Mendix ATS CI/CD API page, section Run Job, response example, and section Rerun Not Passed, Response.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"RunJob\" type=\"tns:RunJobResult\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RunJobResult\">\n        <xsd:annotation><xsd:documentation>Whether the run was started, and under which ID. Source: Mendix ATS CI/CD API page, section Run Job, response table and example.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"Started\" type=\"xsd:boolean\">\n            <xsd:annotation><xsd:documentation>True if the test has already started. Otherwise, false. Source: Mendix ATS CI/CD API page, section Run Job, response table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ErrorMessage\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Contains the error message if the test failed to start. Empty if the test started successfully. Source: Mendix ATS CI/CD API page, section Run Job, response table. Chosen: optional, because the page does not say whether \"empty\" is an empty element or none.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"JobID\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>The unique ID of the job, used to retrieve the result of the test with the Get Job Status service. Source: Mendix ATS CI/CD API page, section Run Job, response table. Chosen: optional, because the page does not say what stands here when nothing was started.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"GetTestRunBody\">\n        <xsd:annotation><xsd:documentation>What stands in the body of a Get Job Status request. Source: Mendix ATS CI/CD API page, section Get Job Status, request examples: the body element is GetTestRun, though the service is called Get Job Status.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"TestRun\" type=\"tns:GetJobStatusRequest\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"GetJobStatusRequest\">\n        <xsd:annotation><xsd:documentation>Which run to ask for, and how much to tell. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and examples. JobID stands before AppID here, unlike in the other two services.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"AppAPIToken\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The key for the CI/CD API. Generated on the App Settings page. Source: Mendix ATS CI/CD API page, section Get Job Status, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"JobID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The unique ID of the job returned by the Run Job service. Source: Mendix ATS CI/CD API page, section Get Job Status, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"AppID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The ID of your Mendix app. Source: Mendix ATS CI/CD API page, section Get Job Status, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"IncludeExecutionFlags\" type=\"xsd:boolean\" minOccurs=\"0\" default=\"false\">\n            <xsd:annotation><xsd:documentation>Indicates whether to include execution flags (canceled, warning) in the response. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and its note 1 (optional; if left out, defaults to false).</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"IncludeExecutionResultBreakdown\" type=\"xsd:boolean\" minOccurs=\"0\" default=\"false\">\n            <xsd:annotation><xsd:documentation>Indicates whether to include the number of passed/failed/not run test cases in the response. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and its note 1 (optional; if left out, defaults to false).</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"IncludeDetailsPerTestCase\" type=\"xsd:boolean\" minOccurs=\"0\" default=\"false\">\n            <xsd:annotation><xsd:documentation>Indicates whether to include details (for example, name, result, duration) for each test case that was run in the response. Source: Mendix ATS CI/CD API page, section Get Job Status, request table and its note 1 (optional; if left out, defaults to false).</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"GetTestRunResponseBody\">\n        <xsd:annotation><xsd:documentation>What stands in the body of a Get Job Status response. Source: Mendix ATS CI/CD API page, section Get Job Status, response examples.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"TestRun\" type=\"tns:GetJobStatusResult\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"GetJobStatusResult\">\n        <xsd:annotation><xsd:documentation>How far a run is and how it ended. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and examples. Chosen: the order of the examples, where ExecutionResult stands before ErrorMessage; the table has them the other way round.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"ExecutionStatus\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Status of the execution: Running or Queued. Source: Mendix ATS CI/CD API page, section Get Job Status, response table. Chosen: a plain string and no enumeration, because the list cannot be complete: it has no value for a run that is over (the vendor's own scripts wait for Done), and the examples show only [key].</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ExecutionResult\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Result of the execution: Passed or Failed. Source: Mendix ATS CI/CD API page, section Get Job Status, response table. Chosen: a plain string, and optional, because the page does not say what stands here while the run goes on, and the examples show only [key].</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ErrorMessage\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Contains the error message if the test failed to start. Empty if the test started successfully. Source: Mendix ATS CI/CD API page, section Get Job Status, response table; its example 1 says \"and error message if there is one\". Chosen: optional, as in Run Job.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ExecutionFlags\" type=\"tns:ExecutionFlagsWrapper\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Status of the canceled and warning flags for the job. Only returned if IncludeExecutionFlags was true in the request. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ExecutionResultBreakdown\" type=\"tns:ExecutionResultBreakdownWrapper\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Number of test cases in this job that passed, failed, and were not run. Only returned if IncludeExecutionResultBreakdown was true in the request. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ExecutionDetailsPerTestCase\" type=\"tns:ExecutionDetailsPerTestCaseWrapper\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Name, result, duration and error message for each completed test case. Only returned if IncludeDetailsPerTestCase was true in the request. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and its note 1.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionFlagsWrapper\">\n        <xsd:annotation><xsd:documentation>Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3. Chosen: its content is optional, because the page does not say whether an empty wrapper is sent when there is nothing to tell.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"Flags\" type=\"tns:ExecutionFlags\" minOccurs=\"0\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionFlags\">\n        <xsd:annotation><xsd:documentation>The flags of a run. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 3.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"Canceled\" type=\"xsd:boolean\">\n            <xsd:annotation><xsd:documentation>Whether the run was canceled. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"Warning\" type=\"xsd:boolean\">\n            <xsd:annotation><xsd:documentation>Whether the run has a warning. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionResultBreakdownWrapper\">\n        <xsd:annotation><xsd:documentation>Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2. Chosen: its content is optional, as in ExecutionFlags.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"ResultBreakdown\" type=\"tns:ExecutionResultBreakdown\" minOccurs=\"0\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionResultBreakdown\">\n        <xsd:annotation><xsd:documentation>How many test cases ended how. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 2. Chosen: xsd:int, because the page shows whole numbers and names no type.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"CountPassed\" type=\"xsd:int\">\n            <xsd:annotation><xsd:documentation>Number of test cases that passed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"CountNotExecuted\" type=\"xsd:int\">\n            <xsd:annotation><xsd:documentation>Number of test cases that were not run. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"CountFailed\" type=\"xsd:int\">\n            <xsd:annotation><xsd:documentation>Number of test cases that failed. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 2.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionDetailsPerTestCaseWrapper\">\n        <xsd:annotation><xsd:documentation>Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"ExecutionDetailsTestCase\" type=\"tns:ExecutionDetailsTestCase\" minOccurs=\"0\" maxOccurs=\"unbounded\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"ExecutionDetailsTestCase\">\n        <xsd:annotation><xsd:documentation>One completed test case. Source: Mendix ATS CI/CD API page, section Get Job Status, response table and example 3.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"Name\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Name of the test case. Not said to be unique. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"Result\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>Passed, Failed or Not_Executed. Source: Mendix ATS CI/CD API page, section Get Job Status, response table. Chosen: a plain string and no enumeration, so that a new value reaches the reader; the example shows only [key].</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"Duration\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Duration as HH:MM:SS, for example 00:01:37. Source: Mendix ATS CI/CD API page, section Get Job Status, response example 3. Chosen: xsd:string, because xsd:time ends at 24 hours and xsd:duration is written otherwise; optional, because a test case that was not executed may have none.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"ErrorMessage\" type=\"xsd:string\" minOccurs=\"0\">\n            <xsd:annotation><xsd:documentation>Only included for not passed test cases where a simple and short error message can be generated. Source: Mendix ATS CI/CD API page, section Get Job Status, response table, note 2.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RerunNotPassedBody\">\n        <xsd:annotation><xsd:documentation>What stands in the body of a Rerun Not Passed request. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request example.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"RerunNotPassed\" type=\"tns:RerunNotPassedRequest\"/>\n        </xsd:sequence>\n      </xsd:complexType>\n\n      <xsd:complexType name=\"RerunNotPassedRequest\">\n        <xsd:annotation><xsd:documentation>Which finished run to rerun. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table and example.</xsd:documentation></xsd:annotation>\n        <xsd:sequence>\n          <xsd:element name=\"AppAPIToken\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The key for the CI/CD API. Generated on the App Settings page. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"AppID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The ID of your Mendix app. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n          <xsd:element name=\"FinishedJobID\" type=\"xsd:string\">\n            <xsd:annotation><xsd:documentation>The unique UUID of a finished job that was started with Run Job. Source: Mendix ATS CI/CD API page, section Rerun Not Passed, request table.</xsd:documentation></xsd:annotation>\n          </xsd:element>\n        </xsd:sequence>\n      </xsd:complexType>\n    </xsd:schema>\n  </wsdl:types>\n\n  <!-- The header stands in a message of its own: some SOAP libraries read only the first part of a message. -->\n  <wsdl:message name=\"Authentication\">\n    <wsdl:part name=\"authentication\" element=\"tns:authentication\"/>\n  </wsdl:message>\n  <wsdl:message name=\"RunJobInput\">\n    <wsdl:part name=\"parameters\" element=\"tns:RunJob\"/>\n  </wsdl:message>\n  <wsdl:message name=\"RunJobOutput\">\n    <wsdl:part name=\"parameters\" element=\"tns:RunJobResponse\"/>\n  </wsdl:message>\n  <wsdl:message name=\"GetTestRunInput\">\n    <wsdl:part name=\"parameters\" element=\"tns:GetTestRun\"/>\n  </wsdl:message>\n  <wsdl:message name=\"GetTestRunOutput\">\n    <wsdl:part name=\"parameters\" element=\"tns:GetTestRunResponse\"/>\n  </wsdl:message>\n  <wsdl:message name=\"RerunNotPassedInput\">\n    <wsdl:part name=\"parameters\" element=\"tns:RerunNotPassed\"/>\n  </wsdl:message>\n  <wsdl:message name=\"RerunNotPassedOutput\">\n    <wsdl:part name=\"parameters\" element=\"tns:RunJobResponse\"/>\n  </wsdl:message>\n\n  <wsdl:portType name=\"RunJobPortType\">\n    <wsdl:operation name=\"RunJob\">\n      <wsdl:documentation>Starts a new job based on a CI/CD template and returns the UUID of the job which can be used to query the result. Source: Mendix ATS CI/CD API page, section Run Job.</wsdl:documentation>\n      <wsdl:input message=\"tns:RunJobInput\"/>\n      <wsdl:output message=\"tns:RunJobOutput\"/>\n    </wsdl:operation>\n  </wsdl:portType>\n  <wsdl:portType name=\"GetJobStatusPortType\">\n    <wsdl:operation name=\"GetTestRun\">\n      <wsdl:documentation>Returns status and result of a job and, where asked for, its flags, its counts and the details of each test case. Source: Mendix ATS CI/CD API page, section Get Job Status.</wsdl:documentation>\n      <wsdl:input message=\"tns:GetTestRunInput\"/>\n      <wsdl:output message=\"tns:GetTestRunOutput\"/>\n    </wsdl:operation>\n  </wsdl:portType>\n  <wsdl:portType name=\"RerunNotPassedPortType\">\n    <wsdl:operation name=\"RerunNotPassed\">\n      <wsdl:documentation>Reruns all the failed or not-executed test cases for a finished job. Returns the UUID of the new job which can be used to query the result. Source: Mendix ATS CI/CD API page, section Rerun Not Passed. Chosen: the response element is RunJobResponse, because the page calls the response \"identical with the response for Run Job\" and shows no example; a reader should take RerunNotPassedResponse as well.</wsdl:documentation>\n      <wsdl:input message=\"tns:RerunNotPassedInput\"/>\n      <wsdl:output message=\"tns:RerunNotPassedOutput\"/>\n    </wsdl:operation>\n  </wsdl:portType>\n\n  <!-- soapAction is empty: the page names none and no client of the vendor sends a particular one. -->\n  <wsdl:binding name=\"RunJobBinding\" type=\"tns:RunJobPortType\">\n    <soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n    <wsdl:operation name=\"RunJob\">\n      <soap:operation soapAction=\"\" style=\"document\"/>\n      <wsdl:input>\n        <soap:header message=\"tns:Authentication\" part=\"authentication\" use=\"literal\"/>\n        <soap:body use=\"literal\"/>\n      </wsdl:input>\n      <wsdl:output>\n        <soap:body use=\"literal\"/>\n      </wsdl:output>\n    </wsdl:operation>\n  </wsdl:binding>\n  <wsdl:binding name=\"GetJobStatusBinding\" type=\"tns:GetJobStatusPortType\">\n    <soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n    <wsdl:operation name=\"GetTestRun\">\n      <soap:operation soapAction=\"\" style=\"document\"/>\n      <wsdl:input>\n        <soap:header message=\"tns:Authentication\" part=\"authentication\" use=\"literal\"/>\n        <soap:body use=\"literal\"/>\n      </wsdl:input>\n      <wsdl:output>\n        <soap:body use=\"literal\"/>\n      </wsdl:output>\n    </wsdl:operation>\n  </wsdl:binding>\n  <wsdl:binding name=\"RerunNotPassedBinding\" type=\"tns:RerunNotPassedPortType\">\n    <soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/>\n    <wsdl:operation name=\"RerunNotPassed\">\n      <soap:operation soapAction=\"\" style=\"document\"/>\n      <wsdl:input>\n        <soap:header message=\"tns:Authentication\" part=\"authentication\" use=\"literal\"/>\n        <soap:body use=\"literal\"/>\n      </wsdl:input>\n      <wsdl:output>\n        <soap:body use=\"literal\"/>\n      </wsdl:output>\n    </wsdl:operation>\n  </wsdl:binding>\n\n  <wsdl:service name=\"RunJobService\">\n    <wsdl:documentation>Source: Mendix ATS CI/CD API page, section Run Job, URL.</wsdl:documentation>\n    <wsdl:port name=\"RunJobPort\" binding=\"tns:RunJobBinding\">\n      <soap:address location=\"https://ats100.mendixcloud.com/ws/RunJob\"/>\n    </wsdl:port>\n  </wsdl:service>\n  <wsdl:service name=\"GetJobStatusService\">\n    <wsdl:documentation>Source: Mendix ATS CI/CD API page, section Get Job Status, URL.</wsdl:documentation>\n    <wsdl:port name=\"GetJobStatusPort\" binding=\"tns:GetJobStatusBinding\">\n      <soap:address location=\"https://ats100.mendixcloud.com/ws/GetJobStatus\"/>\n    </wsdl:port>\n  </wsdl:service>\n  <wsdl:service name=\"RerunNotPassedService\">\n    <wsdl:documentation>Source: Mendix ATS CI/CD API page, section Rerun Not Passed, URL.</wsdl:documentation>\n    <wsdl:port name=\"RerunNotPassedPort\" binding=\"tns:RerunNotPassedBinding\">\n      <soap:address location=\"https://ats100.mendixcloud.com/ws/RerunNotPassed\"/>\n    </wsdl:port>\n  </wsdl:service>\n</wsdl:definitions>\n";
