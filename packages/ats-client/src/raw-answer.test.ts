import { describe, expect, it } from "vitest";
import { statusAnswer } from "../test/local-service.ts";
import { rawText, tellsTrouble } from "./raw-answer.ts";

const done = "<ExecutionStatus>Done</ExecutionStatus>";

describe("an answer that could not be read", () => {
  it.each([
    `${done}<ExecutionResult>Failed</ExecutionResult>`,
    `${done}<CountFailed>1</CountFailed>`,
    `${done}<Canceled>true</Canceled>`,
    `${done}<Result>Failed</Result>`,
    `${done}<ErrorMessage>no hub</ErrorMessage>`,
    `<ExecutionStatus>Aborted</ExecutionStatus>`,
    "<ExecutionResult>Failed</ExecutionResult>",
  ])("reports something that did not pass: %s", (fields) => {
    expect(tellsTrouble(statusAnswer(fields))).toBe(true);
    expect(tellsTrouble(rawText(Buffer.from(`\uFEFF${statusAnswer(fields)}`, "utf16le")))).toBe(true);
  });

  it.each([
    `${done}<ExecutionResult>Passed</ExecutionResult><CountFailed>0</CountFailed><Canceled>false</Canceled>`,
    `${done}<CountNotExecuted>1</CountNotExecuted><Result> Not_Executed </Result>`,
    `${done}<Name>Cancel an order</Name><ErrorMessage/><ErrorMessage> </ErrorMessage>`,
    "<ExecutionStatus>Running</ExecutionStatus><CountFailed>1</CountFailed>",
    "<ExecutionStatus> Queued </ExecutionStatus><Canceled>true</Canceled>",
  ])("reports no failure: %s", (fields) => {
    expect(tellsTrouble(statusAnswer(fields))).toBe(false);
  });

  it("reports nothing if it is not complete", () => {
    expect(tellsTrouble(statusAnswer(`${done}<CountFailed>1</CountFailed>`).slice(0, -1))).toBe(false);
    expect(tellsTrouble("<html><body>Error</body></html>")).toBe(false);
  });
});
