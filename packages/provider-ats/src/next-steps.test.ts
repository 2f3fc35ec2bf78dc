import { expect, it } from "vitest";
import { worded } from "@remotest/core";
import { nextStep } from "./next-steps.ts";

it.each([
  { reason: "No Selenium hub is available for this template.", leads: /Selenium hub and browser/ },
  { reason: "Invalid JobTemplateID", leads: /--template-id/ },
  { reason: "The template could not be found in the app", leads: /--template-id/ },
  { reason: "AppAPIToken is not valid", leads: /ATS_API_TOKEN/ },
  { reason: "Authentication failed for user ATSAPIUser", leads: /ATS_USERNAME and ATS_PASSWORD/ },
  { reason: "App not found", leads: /--app-id/ },
  { reason: "Unknown AppID", leads: /--app-id/ },
  { reason: "No job with this id", leads: /reference/ },
  { reason: "The license allows two runs", leads: /how many runs/ },
  { reason: "NullPointerException", leads: /Read the reason/ },
])("$reason", ({ reason, leads }) => expect(worded(nextStep(reason))).toMatch(leads));
