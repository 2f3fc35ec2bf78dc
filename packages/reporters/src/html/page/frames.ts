/**
 * Shows a file of the service in a frame when its details are opened for the first time. `sandbox` disables its scripts,
 * forms and windows; the file itself begins with a policy that keeps it from loading anything.
 */
export function frames(root: ParentNode): void {
  for (const details of root.querySelectorAll<HTMLDetailsElement>("details.frame"))
    details.addEventListener("toggle", () => frame(details), { once: true });
}

function frame(details: HTMLDetailsElement): void {
  const element = document.createElement("iframe");
  element.setAttribute("sandbox", "");
  element.setAttribute("referrerpolicy", "no-referrer");
  element.title = details.querySelector("summary")?.textContent ?? "";
  element.src = details.dataset["file"] ?? "about:blank";
  details.append(element);
}
