// Services that put hostile texts everywhere: into names, messages, links, reasons, references.
import { fakeApptest, junit, refusal, result, status } from "./fake-apptest.ts";
import { done, fakeAts, runJob } from "./fake-ats.ts";
import type { FakeService } from "./fake-service.ts";
import type { Service } from "./workspace.ts";

/** A service with hostile texts. */
export interface HostileService {
  readonly title: string;
  readonly service: Service;
  readonly start: (texts: readonly string[]) => Promise<FakeService>;
}

/** Every way in which a service's text reaches a log and the outputs. Each run ends as failed, except the refused one. */
export const hostileServices: readonly HostileService[] = [
  { title: "the devices of apptest.ai", service: "apptest", start: hostileResults },
  { title: "a reason of apptest.ai", service: "apptest", start: hostileReason },
  { title: "the job and the cases of ATS", service: "ats", start: hostileJob },
];

/** A fake apptest.ai with one failed device for each text, which is in its message and its link; its name has all texts. */
export function hostileResults(texts: readonly string[]): Promise<FakeService> {
  const escaped = texts.map(inXml);
  const cases = escaped.map(
    (text) => `<failure message="${text}" /><system-out>https://app.apptest.ai/${text}</system-out>`,
  );
  const xml = junit(...cases).replaceAll("Device ", `${escaped.join(" ")} `);
  return fakeApptest({ status: status("Complete", { fail_cnt: texts.length }), result: result({ xml }) });
}

function hostileReason(texts: readonly string[]): Promise<FakeService> {
  return fakeApptest({ status: refusal(8001, texts.join(" ")) });
}

function hostileJob(texts: readonly string[]): Promise<FakeService> {
  const all = texts.map(inXml).join(" ");
  const cases = texts.map((text) => [inXml(text), "Failed"] as const);
  const results = done({ result: "Failed", message: all, counts: [0, 0, texts.length], cases });
  return fakeAts({
    start: runJob(`<Started>true</Started><ErrorMessage></ErrorMessage><JobID>J-1${all}</JobID>`),
    status: results,
    result: results,
  });
}

/** XML excludes the escape character, but not the eight-bit characters that terminals read as an escape sequence. */
function inXml(text: string): string {
  return text
    .replaceAll("\u001B[", "\u009B")
    .replaceAll("\u001B]", "\u009D")
    .replaceAll("\u0007", "\u009C")
    .replaceAll(/[&<>"\n\r\t]/g, (character) => `&#${character.codePointAt(0)};`);
}
