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

/** The WSDL, without comments and documentation; its service locations are still the vendor's. */
export const wsdl: string = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><wsdl:definitions name=\"ATS\"\n    targetNamespace=\"http://www.mendix.com/\"\n    xmlns:tns=\"http://www.mendix.com/\"\n    xmlns:wsdl=\"http://schemas.xmlsoap.org/wsdl/\"\n    xmlns:soap=\"http://schemas.xmlsoap.org/wsdl/soap/\"\n    xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"><wsdl:types><xsd:schema targetNamespace=\"http://www.mendix.com/\" elementFormDefault=\"unqualified\" attributeFormDefault=\"unqualified\"><xsd:element name=\"authentication\" type=\"tns:Authentication\"/><xsd:element name=\"RunJob\" type=\"tns:RunJobBody\"/><xsd:element name=\"RunJobResponse\" type=\"tns:RunJobResponseBody\"/><xsd:element name=\"GetTestRun\" type=\"tns:GetTestRunBody\"/><xsd:element name=\"GetTestRunResponse\" type=\"tns:GetTestRunResponseBody\"/><xsd:element name=\"RerunNotPassed\" type=\"tns:RerunNotPassedBody\"/><xsd:complexType name=\"Authentication\"><xsd:sequence><xsd:element name=\"username\" type=\"xsd:string\"></xsd:element><xsd:element name=\"password\" type=\"xsd:string\"></xsd:element></xsd:sequence></xsd:complexType><xsd:complexType name=\"RunJobBody\"><xsd:sequence><xsd:element name=\"TestRun\" type=\"tns:RunJobRequest\"/></xsd:sequence></xsd:complexType><xsd:complexType name=\"RunJobRequest\"><xsd:sequence><xsd:element name=\"AppAPIToken\" type=\"xsd:string\"></xsd:element><xsd:element name=\"AppID\" type=\"xsd:string\"></xsd:element><xsd:element name=\"JobTemplateID\" type=\"xsd:string\"></xsd:element></xsd:sequence></xsd:complexType><xsd:complexType name=\"RunJobResponseBody\"><xsd:sequence><xsd:element name=\"RunJob\" type=\"tns:RunJobResult\"/></xsd:sequence></xsd:complexType><xsd:complexType name=\"RunJobResult\"><xsd:sequence><xsd:element name=\"Started\" type=\"xsd:boolean\"></xsd:element><xsd:element name=\"ErrorMessage\" type=\"xsd:string\" minOccurs=\"0\"></xsd:element><xsd:element name=\"JobID\" type=\"xsd:string\" minOccurs=\"0\"></xsd:element></xsd:sequence></xsd:complexType><xsd:complexType name=\"GetTestRunBody\"><xsd:sequence><xsd:element name=\"TestRun\" type=\"tns:GetJobStatusRequest\"/></xsd:sequence></xsd:complexType><xsd:complexType name=\"GetJobStatusRequest\"><xsd:sequence><xsd:element name=\"AppAPIToken\" type=\"xsd:string\"></xsd:element><xsd:element name=\"JobID\" type=\"xsd:string\"></xsd:element><xsd:element name=\"AppID\" type=\"xsd:string\"></xsd:element><xsd:element name=\"IncludeExecutionFlags\" type=\"xsd:boolean\" minOccurs=\"0\" default=\"false\"></xsd:element><xsd:element name=\"IncludeExecutionResultBreakdown\" type=\"xsd:boolean\" minOccurs=\"0\" default=\"false\"></xsd:element><xsd:element name=\"IncludeDetailsPerTestCase\" type=\"xsd:boolean\" minOccurs=\"0\" default=\"false\"></xsd:element></xsd:sequence></xsd:complexType><xsd:complexType name=\"GetTestRunResponseBody\"><xsd:sequence><xsd:element name=\"TestRun\" type=\"tns:GetJobStatusResult\"/></xsd:sequence></xsd:complexType><xsd:complexType name=\"GetJobStatusResult\"><xsd:sequence><xsd:element name=\"ExecutionStatus\" type=\"xsd:string\"></xsd:element><xsd:element name=\"ExecutionResult\" type=\"xsd:string\" minOccurs=\"0\"></xsd:element><xsd:element name=\"ErrorMessage\" type=\"xsd:string\" minOccurs=\"0\"></xsd:element><xsd:element name=\"ExecutionFlags\" type=\"tns:ExecutionFlagsWrapper\" minOccurs=\"0\"></xsd:element><xsd:element name=\"ExecutionResultBreakdown\" type=\"tns:ExecutionResultBreakdownWrapper\" minOccurs=\"0\"></xsd:element><xsd:element name=\"ExecutionDetailsPerTestCase\" type=\"tns:ExecutionDetailsPerTestCaseWrapper\" minOccurs=\"0\"></xsd:element></xsd:sequence></xsd:complexType><xsd:complexType name=\"ExecutionFlagsWrapper\"><xsd:sequence><xsd:element name=\"Flags\" type=\"tns:ExecutionFlags\" minOccurs=\"0\"/></xsd:sequence></xsd:complexType><xsd:complexType name=\"ExecutionFlags\"><xsd:sequence><xsd:element name=\"Canceled\" type=\"xsd:boolean\"></xsd:element><xsd:element name=\"Warning\" type=\"xsd:boolean\"></xsd:element></xsd:sequence></xsd:complexType><xsd:complexType name=\"ExecutionResultBreakdownWrapper\"><xsd:sequence><xsd:element name=\"ResultBreakdown\" type=\"tns:ExecutionResultBreakdown\" minOccurs=\"0\"/></xsd:sequence></xsd:complexType><xsd:complexType name=\"ExecutionResultBreakdown\"><xsd:sequence><xsd:element name=\"CountPassed\" type=\"xsd:int\"></xsd:element><xsd:element name=\"CountNotExecuted\" type=\"xsd:int\"></xsd:element><xsd:element name=\"CountFailed\" type=\"xsd:int\"></xsd:element></xsd:sequence></xsd:complexType><xsd:complexType name=\"ExecutionDetailsPerTestCaseWrapper\"><xsd:sequence><xsd:element name=\"ExecutionDetailsTestCase\" type=\"tns:ExecutionDetailsTestCase\" minOccurs=\"0\" maxOccurs=\"unbounded\"/></xsd:sequence></xsd:complexType><xsd:complexType name=\"ExecutionDetailsTestCase\"><xsd:sequence><xsd:element name=\"Name\" type=\"xsd:string\"></xsd:element><xsd:element name=\"Result\" type=\"xsd:string\"></xsd:element><xsd:element name=\"Duration\" type=\"xsd:string\" minOccurs=\"0\"></xsd:element><xsd:element name=\"ErrorMessage\" type=\"xsd:string\" minOccurs=\"0\"></xsd:element></xsd:sequence></xsd:complexType><xsd:complexType name=\"RerunNotPassedBody\"><xsd:sequence><xsd:element name=\"RerunNotPassed\" type=\"tns:RerunNotPassedRequest\"/></xsd:sequence></xsd:complexType><xsd:complexType name=\"RerunNotPassedRequest\"><xsd:sequence><xsd:element name=\"AppAPIToken\" type=\"xsd:string\"></xsd:element><xsd:element name=\"AppID\" type=\"xsd:string\"></xsd:element><xsd:element name=\"FinishedJobID\" type=\"xsd:string\"></xsd:element></xsd:sequence></xsd:complexType></xsd:schema></wsdl:types><wsdl:message name=\"Authentication\"><wsdl:part name=\"authentication\" element=\"tns:authentication\"/></wsdl:message><wsdl:message name=\"RunJobInput\"><wsdl:part name=\"parameters\" element=\"tns:RunJob\"/></wsdl:message><wsdl:message name=\"RunJobOutput\"><wsdl:part name=\"parameters\" element=\"tns:RunJobResponse\"/></wsdl:message><wsdl:message name=\"GetTestRunInput\"><wsdl:part name=\"parameters\" element=\"tns:GetTestRun\"/></wsdl:message><wsdl:message name=\"GetTestRunOutput\"><wsdl:part name=\"parameters\" element=\"tns:GetTestRunResponse\"/></wsdl:message><wsdl:message name=\"RerunNotPassedInput\"><wsdl:part name=\"parameters\" element=\"tns:RerunNotPassed\"/></wsdl:message><wsdl:message name=\"RerunNotPassedOutput\"><wsdl:part name=\"parameters\" element=\"tns:RunJobResponse\"/></wsdl:message><wsdl:portType name=\"RunJobPortType\"><wsdl:operation name=\"RunJob\"><wsdl:input message=\"tns:RunJobInput\"/><wsdl:output message=\"tns:RunJobOutput\"/></wsdl:operation></wsdl:portType><wsdl:portType name=\"GetJobStatusPortType\"><wsdl:operation name=\"GetTestRun\"><wsdl:input message=\"tns:GetTestRunInput\"/><wsdl:output message=\"tns:GetTestRunOutput\"/></wsdl:operation></wsdl:portType><wsdl:portType name=\"RerunNotPassedPortType\"><wsdl:operation name=\"RerunNotPassed\"><wsdl:input message=\"tns:RerunNotPassedInput\"/><wsdl:output message=\"tns:RerunNotPassedOutput\"/></wsdl:operation></wsdl:portType><wsdl:binding name=\"RunJobBinding\" type=\"tns:RunJobPortType\"><soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/><wsdl:operation name=\"RunJob\"><soap:operation soapAction=\"\" style=\"document\"/><wsdl:input><soap:header message=\"tns:Authentication\" part=\"authentication\" use=\"literal\"/><soap:body use=\"literal\"/></wsdl:input><wsdl:output><soap:body use=\"literal\"/></wsdl:output></wsdl:operation></wsdl:binding><wsdl:binding name=\"GetJobStatusBinding\" type=\"tns:GetJobStatusPortType\"><soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/><wsdl:operation name=\"GetTestRun\"><soap:operation soapAction=\"\" style=\"document\"/><wsdl:input><soap:header message=\"tns:Authentication\" part=\"authentication\" use=\"literal\"/><soap:body use=\"literal\"/></wsdl:input><wsdl:output><soap:body use=\"literal\"/></wsdl:output></wsdl:operation></wsdl:binding><wsdl:binding name=\"RerunNotPassedBinding\" type=\"tns:RerunNotPassedPortType\"><soap:binding style=\"document\" transport=\"http://schemas.xmlsoap.org/soap/http\"/><wsdl:operation name=\"RerunNotPassed\"><soap:operation soapAction=\"\" style=\"document\"/><wsdl:input><soap:header message=\"tns:Authentication\" part=\"authentication\" use=\"literal\"/><soap:body use=\"literal\"/></wsdl:input><wsdl:output><soap:body use=\"literal\"/></wsdl:output></wsdl:operation></wsdl:binding><wsdl:service name=\"RunJobService\"><wsdl:port name=\"RunJobPort\" binding=\"tns:RunJobBinding\"><soap:address location=\"https://ats100.mendixcloud.com/ws/RunJob\"/></wsdl:port></wsdl:service><wsdl:service name=\"GetJobStatusService\"><wsdl:port name=\"GetJobStatusPort\" binding=\"tns:GetJobStatusBinding\"><soap:address location=\"https://ats100.mendixcloud.com/ws/GetJobStatus\"/></wsdl:port></wsdl:service><wsdl:service name=\"RerunNotPassedService\"><wsdl:port name=\"RerunNotPassedPort\" binding=\"tns:RerunNotPassedBinding\"><soap:address location=\"https://ats100.mendixcloud.com/ws/RerunNotPassed\"/></wsdl:port></wsdl:service></wsdl:definitions>\n";
