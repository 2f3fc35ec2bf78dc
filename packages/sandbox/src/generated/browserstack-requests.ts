// Generated from specs/browserstack.openapi.yaml by `pnpm generate`. Do not edit: edit the source and generate again.

import type { RequestSchema } from "../request-schema.ts";

/** The JSON Schema of the body of startBuild. */
export const startBuild: RequestSchema = {
  "type": "object",
  "required": [
    "app",
    "testSuite",
    "devices"
  ],
  "additionalProperties": false,
  "properties": {
    "app": {
      "type": "string",
      "minLength": 1
    },
    "testSuite": {
      "type": "string",
      "minLength": 1
    },
    "devices": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "project": {
      "type": "string",
      "minLength": 1
    },
    "buildTag": {
      "type": "string",
      "minLength": 1
    },
    "class": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "package": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "annotation": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "size": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "enum": [
          "SmallTest",
          "MediumTest",
          "LargeTest"
        ]
      }
    },
    "only-testing": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "skip-testing": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "execute": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "includeTags": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "excludeTags": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "shards": {
      "type": "object",
      "required": [
        "numberOfShards"
      ],
      "additionalProperties": false,
      "properties": {
        "numberOfShards": {
          "type": "integer",
          "minimum": 1
        }
      }
    },
    "video": {
      "type": "boolean"
    },
    "deviceLogs": {
      "type": "boolean"
    },
    "networkLogs": {
      "type": "boolean"
    },
    "testOrchestrationOptions": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "rerunPreviouslyFailed": {
          "type": "object",
          "required": [
            "enabled",
            "sourceBuildId"
          ],
          "additionalProperties": false,
          "properties": {
            "enabled": {
              "type": "boolean"
            },
            "sourceBuildId": {
              "type": "string"
            }
          }
        }
      }
    }
  }
};

/** The JSON Schema of the body of startMaestroBuild. */
export const startMaestroBuild: RequestSchema = {
  "type": "object",
  "required": [
    "app",
    "testSuite",
    "devices"
  ],
  "additionalProperties": false,
  "properties": {
    "app": {
      "type": "string",
      "minLength": 1
    },
    "testSuite": {
      "type": "string",
      "minLength": 1
    },
    "devices": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "project": {
      "type": "string",
      "minLength": 1
    },
    "buildTag": {
      "type": "string",
      "minLength": 1
    },
    "class": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "package": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "annotation": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "size": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "enum": [
          "SmallTest",
          "MediumTest",
          "LargeTest"
        ]
      }
    },
    "only-testing": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "skip-testing": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "execute": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "includeTags": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "excludeTags": {
      "type": "array",
      "minItems": 1,
      "items": {
        "type": "string",
        "minLength": 1
      }
    },
    "shards": {
      "type": "object",
      "required": [
        "numberOfShards"
      ],
      "additionalProperties": false,
      "properties": {
        "numberOfShards": {
          "type": "integer",
          "minimum": 1
        }
      }
    },
    "video": {
      "type": "boolean"
    },
    "deviceLogs": {
      "type": "boolean"
    },
    "networkLogs": {
      "type": "boolean"
    },
    "testOrchestrationOptions": {
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "rerunPreviouslyFailed": {
          "type": "object",
          "required": [
            "enabled",
            "sourceBuildId"
          ],
          "additionalProperties": false,
          "properties": {
            "enabled": {
              "type": "boolean"
            },
            "sourceBuildId": {
              "type": "string"
            }
          }
        }
      }
    }
  }
};
