// Generated from specs/mta.openapi.yaml by `pnpm generate`. Do not edit: edit the source and generate again.

/** The JSON Schema of each request's body, by operation. */
export const requestSchemas = {
  "executeTestConfiguration": {
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
  },
  "executeTestSuite": {
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
  },
  "executeTestCase": {
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
} as const;
