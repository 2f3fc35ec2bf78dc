import type { Wording } from "@remotest/core";

/** The subjects of ATS's reasons, each with the next step that leads there. The first that fits counts. */
const steps: readonly (readonly [speaksOf: RegExp, next: Wording])[] = [
  [
    /selenium|\bhubs?\b|browser ?stack|sauce ?labs|\bbrowser\b|\bagent\b/i,
    "Check in ATS which Selenium hub and browser the template uses (the CI/CD Templates tab), and that the hub is up.",
  ],
  [
    /\btemplate|JobTemplateID/i,
    ({ option }) => `Check ${option("templateId")}: it is the unique ID on the CI/CD Templates tab of ATS.`,
  ],
  [
    /token/i,
    ({ secret }) =>
      `Check ${secret("ats", "apiToken")}: it is the key on the App Settings page of ATS, and a new one replaces the old one.`,
  ],
  [
    /authenti|authori[sz]|password|credential|permission|access denied|\buser\b/i,
    ({ secret }) =>
      `Check the web service user, ${secret("ats", "username")} and ${secret("ats", "password")}, and ${secret("ats", "apiToken")}.`,
  ],
  [/\bjob|\btest run/i, "Check the reference: it must be a run of this app, ats:<AppID>/<JobID>."],
  [
    /\bapp(?:lication)?(?:[ _-]?id)?\b/i,
    ({ option }) => `Check ${option("appId")}: it is the ID of your app in Mendix.`,
  ],
  [/licen[cs]e|\bquota|\blimit|capacity|slot/i, "Check in ATS how many runs your plan allows, and try again later."],
];

const fallback = "Read the reason, and check in ATS what it names: the app, its template or the account.";

/**
 * The next step for a reason of ATS. No page documents the reasons, so they are only read for advice, never for a
 * decision.
 *
 * @example nextStep("No Selenium hub is available.") // "Check in ATS which Selenium hub …"
 */
export function nextStep(reason: string): Wording {
  return steps.find(([speaksOf]) => speaksOf.test(reason))?.[1] ?? fallback;
}
