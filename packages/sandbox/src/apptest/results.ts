import { escapeXml } from "../xml-text.ts";
import type { DeviceTest, Testset } from "./testset.ts";

/** The three renderings of one result, each a string. */
export interface RenderedResult {
  readonly result_xml: string;
  readonly result_html: string;
  readonly result_json: string;
}

/**
 * Renders a testset's result in the three forms of specs/apptest.openapi.yaml, getTestsetResult. The XML
 * has exactly the documented format: a device that failed, for any reason, has `<error message="{link}" />`.
 *
 * @param origin of the links to the result pages, such as `http://127.0.0.1:4010`
 */
export function renderResult(testset: Testset, origin: string): RenderedResult {
  const project = `Sandbox project ${testset.projectId}.TestBot`;
  const link = (device: DeviceTest): string => `${origin}/tests/${device.page}`;
  return {
    result_xml: xml(project, testset.devices, link),
    result_html: html(project, testset.devices, link),
    result_json: json(project, testset.devices, link),
  };
}

type Link = (device: DeviceTest) => string;

function seconds(device: DeviceTest): string {
  return ((device.to - device.from) / 1000).toFixed(3);
}

function xml(project: string, devices: readonly DeviceTest[], link: Link): string {
  const cases = devices.map((device) => {
    const outcome =
      device.outcome === "pass"
        ? `<system-out>${escapeXml(link(device))}</system-out>`
        : `<error message="${escapeXml(link(device))}" />`;
    return `        <testcase name="${escapeXml(device.name)}" time="${seconds(device)}">\n            ${outcome}\n        </testcase>`;
  });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="TestBot Test">',
    `    <testsuite name="${escapeXml(project)}">`,
    ...cases,
    "    </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function json(project: string, devices: readonly DeviceTest[], link: Link): string {
  const testcase = devices.map((device) => ({
    name: device.name,
    time: seconds(device),
    ...(device.outcome === "pass"
      ? { "system-out": { contents: [link(device)] } }
      : { error: { message: link(device) } }),
  }));
  return JSON.stringify({ testsuites: { name: "TestBot Test", testsuite: [{ name: project, testcase }] } });
}

function html(project: string, devices: readonly DeviceTest[], link: Link): string {
  const rows = devices.map(
    (device) =>
      `<tr><td><a href="${escapeXml(link(device))}">${escapeXml(device.name)}</a></td>` +
      `<td>${device.outcome}</td><td>${seconds(device)} s</td></tr>`,
  );
  return page(escapeXml(project), `<table>\n${rows.join("\n")}\n</table>`);
}

/** Renders the page that a device's link leads to. */
export function renderResultPage(device: DeviceTest): string {
  const title = escapeXml(device.name);
  return page(title, `<p>${device.outcome}, ${seconds(device)} s</p>`);
}

function page(title: string, content: string): string {
  const head = `<head><meta charset="utf-8"><title>${title}</title></head>`;
  return `<!DOCTYPE html>\n<html lang="en">${head}\n<body><h1>${title}</h1>\n${content}\n</body></html>\n`;
}
