// Generated from specs/mta.openapi.yaml by `pnpm generate`. Do not edit: edit the source and generate again.

import type { RequestSchema } from "../request-schema.ts";

/** The JSON Schema of the body of executeTestConfiguration. */
export const executeTestConfiguration: RequestSchema = {
  "type": "object",
  "additionalProperties": false,
  "required": [
    "Coverage",
    "ApplicationInstances"
  ],
  "properties": {
    "Coverage": {
      "type": "boolean"
    },
    "ExecutionScope": {
      "type": "string",
      "enum": [
        "All",
        "FailedOnly",
        "ChangedOnly",
        "Changed_Failed"
      ]
    },
    "ApplicationInstances": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "Key"
        ],
        "properties": {
          "Key": {
            "type": "string",
            "minLength": 1,
            "maxLength": 100,
            "pattern": "^[^/?#]+$"
          }
        }
      }
    }
  }
};

/** The JSON Schema of the body of executeTestSuite. */
export const executeTestSuite: RequestSchema = {
  "type": "array",
  "minItems": 1,
  "items": {
    "type": "object",
    "additionalProperties": false,
    "required": [
      "Key"
    ],
    "properties": {
      "Key": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "pattern": "^[^/?#]+$"
      }
    }
  }
};

/** The JSON Schema of the body of executeTestCase. */
export const executeTestCase: RequestSchema = {
  "type": "array",
  "minItems": 1,
  "items": {
    "type": "object",
    "additionalProperties": false,
    "required": [
      "Key"
    ],
    "properties": {
      "Key": {
        "type": "string",
        "minLength": 1,
        "maxLength": 100,
        "pattern": "^[^/?#]+$"
      }
    }
  }
};
